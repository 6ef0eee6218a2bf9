"""What a team writes and builds from: log entries, a history, packages, workflows, changes.

For 105. Nothing here runs git, installs or builds, because all of it is data. Secrets are drawn
when they are asked for, so no file holds one. Answers to exercises do not live here.
"""

import hashlib
import inspect
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_letters, ascii_lowercase, digits
from typing import TYPE_CHECKING, TypedDict, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _VERMILLION, _GREY = "#0072B2", "#D55E00", "#777777"
_RUN = 6
"""So many characters in a row of a secret give it away, or the whole of a shorter one."""


@dataclass(frozen=True)
class LogEntry:
    """What a service wrote, with the secrets in it and the values that support needs."""

    text: str
    secrets: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True)
class Commit:
    """One state of a repository: every file as it stood then."""

    number: str
    note: str
    files: Mapping[str, str]


def _word(random: Random, letters: str, length: int) -> str:
    return "".join(random.choices(letters, k=length))


def _key(random: Random) -> str:
    return random.choice(("dpk_", "ank_")) + _word(random, ascii_letters + digits, 24)


def _password(random: Random) -> str:
    word = random.choice(("Autumn", "Harbour", "Lantern", "Marble", "Pepper"))
    return f"{word}{random.randrange(1000, 10000)}{random.choice('!?$*')}"


def _request(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _digest(random: Random) -> str:
    return _word(random, "0123456789abcdef", 64)


def _private_key(random: Random) -> list[str]:
    return [_word(random, ascii_letters + digits + "+/", 48) for _ in range(3)]


def log_entries(seed: int, count: int = 200) -> list[LogEntry]:
    """Draw entries of the depot's log: a good third holds a secret, of five kinds.

    Parameters
    ----------
    seed
        Decides every value, and the order.
    count
        How many entries.
    """
    random = Random(f"log {seed}")
    return [random.choice(_ENTRIES)(random) for _ in range(count)]


def _bearer(random: Random) -> LogEntry:
    token, request = _word(random, ascii_letters + digits + "-_.", 40), _request(random)
    text = f"GET /parcels/1042 200 Authorization: Bearer {token} rid={request}"
    return LogEntry(text, (token,), ("/parcels/1042", "Authorization", request))


def _named(random: Random) -> LogEntry:
    name = random.choice(("password", "db_password", "api_token", "client_secret", "api_key"))
    value, request = _password(random), _request(random)
    shape = random.choice(
        ("{n}={v} rid={r}", '{{"{n}": "{v}", "rid": "{r}"}}', "{n}='{v}', rid={r}")
    )
    return LogEntry("config " + shape.format(n=name, v=value, r=request), (value,), (name, request))


def _vendor(random: Random) -> LogEntry:
    key, parcel = _key(random), str(random.randrange(10**7, 10**8))
    return LogEntry(f"vendor refused {key} for parcel {parcel}", (key,), ("refused", parcel))


def _address(random: Random) -> LogEntry:
    value, host = _word(random, ascii_lowercase + digits, 12), f"db-{random.randrange(9)}"
    text = f"reconnect postgres://depot:{value}@{host}/parcels after 3 s"
    return LogEntry(text, (value,), ("postgres", "depot", host, "/parcels after 3 s"))


def _pem(random: Random) -> LogEntry:
    lines, request = _private_key(random), _request(random)
    block = "\n".join(("-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----"))
    return LogEntry(f"loaded\n{block}\nrid={request}", tuple(lines), ("loaded", request))


def _served(random: Random) -> LogEntry:
    request, digest = _request(random), _digest(random)
    return LogEntry(f"GET /labels 200 rid={request} sha256={digest}", (), (request, digest))


def _spoken(random: Random) -> LogEntry:
    count, request = str(random.randrange(100, 999)), _request(random)
    text = f"password changed, token expired, tokens={count}, token_type=bearer rid={request}"
    return LogEntry(
        text,
        (),
        ("password changed", "token expired", f"tokens={count}", "token_type=bearer", request),
    )


def _picture(random: Random) -> LogEntry:
    picture, parcel = (
        _word(random, ascii_letters + digits + "+/", 60),
        str(random.randrange(10**7, 10**8)),
    )
    return LogEntry(
        f"thumbnail of {parcel}: data:image/png;base64,{picture}", (), (parcel, picture)
    )


def _link(random: Random) -> LogEntry:
    port, commit = str(random.randrange(8000, 9000)), _word(random, "0123456789abcdef", 40)
    text = f"probe http://depot:{port}/health?mail=kim@example.org build={commit}"
    return LogEntry(text, (), (f"http://depot:{port}/health", "kim@example.org", commit))


_ENTRIES: tuple[Callable[[Random], LogEntry], ...] = (
    *(_bearer, _named, _vendor, _address, _pem),
    *(_served, _served, _served, _spoken, _spoken, _picture, _picture, _link, _link),
)


def readable(secrets: Iterable[str], text: str) -> list[str]:
    """Give the secrets of which six characters in a row can be read in a text."""
    return [
        secret
        for secret in secrets
        if any(secret[n : n + _RUN] in text for n in range(max(1, len(secret) - _RUN + 1)))
    ]


def missing(kept: Iterable[str], text: str) -> list[str]:
    """Give the values that a text should have kept, and did not."""
    return [value for value in kept if value not in text]


def measure(redact: Callable[[str], str], entries: Sequence[LogEntry]) -> dict[str, float]:
    """Say which share of secrets is gone, and which share of the other values is kept."""
    outputs = [(entry, redact(entry.text)) for entry in entries]
    secrets = sum(len(entry.secrets) for entry in entries)
    kept = sum(len(entry.kept) for entry in entries)
    leaked = sum(len(readable(entry.secrets, text)) for entry, text in outputs)
    lost = sum(len(missing(entry.kept, text)) for entry, text in outputs)
    return {"gone": round(1 - leaked / secrets, 2), "kept": round(1 - lost / kept, 2)}


def log_values(seed: int) -> dict[str, tuple[str, bool]]:
    """Draw one value of each kind that logs hold, each with whether it is a secret."""
    random = Random(f"values {seed}")
    return {
        "password": (_password(random), True),
        "vendor's key": (_key(random), True),
        "session token": (_word(random, ascii_letters + digits + "-_.", 40), True),
        "database password": (_word(random, ascii_lowercase + digits, 12), True),
        "parcel number": (str(random.randrange(10**7, 10**8)), False),
        "request id": (_request(random), False),
        "digest": (_digest(random), False),
        "thumbnail": (_word(random, ascii_letters + digits + "+/", 60), False),
    }


def draw_entropy(
    entropy: Callable[[str], float], seeds: Iterable[int], threshold: float
) -> "Figure":
    """Draw bits a character of each kind of value, a dot for each seed, and a threshold."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 3.6), dpi=72, layout="constrained")
    drawn = [log_values(seed) for seed in seeds]
    kinds = list(drawn[0])
    for place, kind in enumerate(reversed(kinds)):
        secret = drawn[0][kind][1]
        bits = [entropy(values[kind][0]) for values in drawn]
        axes.plot(
            bits,
            [place] * len(bits),
            "D" if secret else "o",
            color=_VERMILLION if secret else _BLUE,
            alpha=0.6,
        )
    axes.axvline(threshold, color=_GREY, linestyle="--")
    axes.text(threshold, len(kinds) - 0.4, "threshold", ha="center", va="bottom", color=_GREY)
    axes.set_yticks(range(len(kinds)), list(reversed(kinds)))
    axes.set_xlim(0, 6)
    axes.set_xlabel("bits a character (diamonds: secrets, dots: other values)")
    axes.spines[["top", "right"]].set_visible(False)
    plt.close(figure)
    return figure


def card_numbers(seed: int, count: int) -> tuple[list[str], list[str]]:
    """Draw numbers of cards, whose last digit checks the rest, and as many of orders, at random."""
    random = Random(f"cards {seed}")
    orders = [_word(random, digits, 16) for _ in range(count)]
    bodies = ["4" + _word(random, digits, 14) for _ in range(count)]
    return [body + _check_digit(body) for body in bodies], orders


def _check_digit(body: str) -> str:
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    return str(-(doubled + sum(map(int, body[-2::-2]))) % 10)


def history(seed: int) -> list[Commit]:
    """Give the five commits in which the depot's key came into a repository, and went."""
    key = _key(Random(f"history {seed}"))
    readme = "# Labels\nPrints labels.\n"
    config = f"VENDOR = 'anker'\nKEY = '{key}'\n"
    tidy = "VENDOR = 'anker'\nKEY = environ['ANKER_KEY']\n"
    return [
        Commit("c1", "first draft", {"README.md": readme}),
        Commit("c2", "talk to the vendor", {"README.md": readme, "config.py": config}),
        Commit(
            "c3", "print in colour", {"README.md": readme + "In colour.\n", "config.py": config}
        ),
        Commit("c4", "remove key, oops", {"README.md": readme + "In colour.\n", "config.py": tidy}),
        Commit("c5", "docs", {"README.md": readme + "See docs.\n", "config.py": tidy}),
    ]


MONDAY: Mapping[tuple[str, str], bytes] = {
    ("labelkit", "2.0"): b"def label(parcel): return parcel.upper()",
    ("labelkit", "2.1"): b"def label(parcel): return parcel.title()",
}
"""What the depot's mirror of packages holds on Monday: a file for each name and version."""

TUESDAY: Mapping[tuple[str, str], bytes] = {
    **MONDAY,
    ("labelkit", "2.1"): b"def label(parcel): send(environ); return parcel.title()",
    ("labelkit", "2.2"): b"def label(parcel): send(environ); return parcel.strip()",
}
"""The same mirror a day later, after somebody else could write to it."""

_COMMIT = hashlib.sha1(b"checkout 4", usedforsecurity=False).hexdigest()
_REVIEWED = hashlib.sha256(MONDAY["labelkit", "2.1"]).hexdigest()

REFERENCES = {
    "uses: anker/checkout@v4": "a tag of somebody else's repository",
    f"uses: anker/checkout@{_COMMIT}": "a full commit id",
    "uses: anker/notify@main": "a branch of somebody else's repository",
    "image: python:3.11": "a tag of an image",
    f"image: python@sha256:{hashlib.sha256(b'image').hexdigest()}": "a digest of an image",
    "pip install labelkit": "the newest version",
    "pip install labelkit==2.1": "a version, from whoever serves it",
    f"pip install labelkit==2.1 --hash=sha256:{_REVIEWED}": "a version with its digest",
}
"""Eight ways in which a build names what it fetches."""


class BuildJob(TypedDict):
    """A job of a build: the keys that it holds, and on whose word each of its parts runs."""

    name: str
    keys: list[str]
    runs: dict[str, str]


JOBS: tuple[BuildJob, ...] = (
    {
        "name": "check",
        "keys": ["DEPLOY_KEY"],
        "runs": {"pytest": "a stranger", "labelkit": "its owner"},
    },
    {
        "name": "release",
        "keys": ["DEPLOY_KEY"],
        "runs": {"deploy.py": "a colleague", "notify": "its owner"},
    },
)
"""The depot's build before anybody looked: what runs in each job, and on whose word."""

BUILD = """\
check.yml
 1  on: pull_request
 2  permissions: {contents: read}
 3  steps:
 4    - uses: anker/checkout@CHECKOUT
 5    - run: pip install --require-hashes -r tools.txt
 6    - run: pytest

preview.yml
 7  on: pull_request_target
 8  permissions: {contents: read}
 9  env: {DEPLOY_KEY: ${{ secrets.DEPLOY_KEY }}}
10  steps:
11    - uses: anker/checkout@CHECKOUT
12      with: {ref: ${{ github.event.pull_request.head.sha }}}
13    - run: make preview                # needs no key

release.yml
14  on: {push: {branches: [main]}}
15  permissions: {contents: read}
16  env: {DEPLOY_KEY: ${{ secrets.DEPLOY_KEY }}}
17  steps:
18    - uses: anker/checkout@CHECKOUT
19    - uses: kit/changed-files@v4
20    - run: pip install --require-hashes -r release.txt
21    - run: pip install labeltool
22    - run: python deploy.py            # needs the key
""".replace("CHECKOUT", _COMMIT)
"""Three workflows of another company, with numbered lines."""

CHANGES = {
    "a": "line 9: take the key out of preview.yml",
    "b": "line 8: set the permissions of preview.yml to none",
    "c": "line 13: delete the step",
    "d": "line 13: print the output through a mask that hides the key",
    "e": "line 19: write @v4.2.1 for @v4",
    "f": "line 19: write the full commit id that was reviewed",
    "g": "line 21: write labeltool~=2.1, so that no new major version comes",
    "h": "line 21: move labeltool to release.txt, with its version and digest",
    "i": "line 6: run no tests for strangers",
    "j": "line 22: take the key out of release.yml",
}
"""Changes that were proposed for these workflows."""


def draw_reach(versions: Mapping[str, Sequence[BuildJob]]) -> "Figure":
    """Draw who reaches a key in each version of a build: a square for each kind of people."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        figsize=(8, 0.6 * len(versions) + 1.2), dpi=72, layout="constrained"
    )
    people = ("a colleague", "its owner", "a stranger")
    for place, jobs in enumerate(list(versions.values())[::-1]):
        holders = {who for job in jobs if job["keys"] for who in job["runs"].values()}
        for column, who in enumerate(people):
            reaches = who in holders
            strong = _BLUE if who == "a colleague" else _VERMILLION
            color, marker = (strong, "s") if reaches else (_GREY, "_")
            axes.plot(column, place, marker, markersize=16, color=color)
    axes.set_xticks(range(len(people)), ["colleagues", "owners of what it fetches", "strangers"])
    axes.set_yticks(range(len(versions)), list(versions)[::-1])
    axes.set_xlim(-0.5, len(people) - 0.5)
    axes.set_ylim(-0.6, len(versions) - 0.4)
    axes.spines[["top", "right"]].set_visible(False)
    plt.close(figure)
    return figure


NIGHT = (
    *(("partner-sync", "cloud-b"),) * 9,
    *(("label-job", "datacentre"),) * 4,
    *(("label-job", "cloud-b"),) * 3,
    *(("report-job", "datacentre"),) * 3,
)
"""Uses of three tokens in one night, each with the network from which it came."""

WEEK = {("partner-sync", "cloud-b"), ("label-job", "datacentre"), ("report-job", "datacentre")}
"""Where each token was used in the week before."""


@dataclass(frozen=True)
class Customer:
    """Somebody who is signed in at a shop. Names are unique within a shop only."""

    name: str
    shop: str
    manager: bool = False


@dataclass(frozen=True)
class Traveller:
    """Somebody who is signed in at a railway. Names are unique within a railway only."""

    name: str
    railway: str
    inspector: bool = False


Run = Callable[..., list[tuple[object, ...]]]
"""Asks a database: a query and its values give rows."""
Value = TypeVar("Value")

_WORDS: Mapping[str, Mapping[str, str]] = {
    variant: dict(re.findall(r"(\w+):(\w+)", pairs))
    for variant, pairs in {
        "tickets": "card:ticket cards:tickets number:code owner:holder shop:railway cents:pence "
        "CENTS:PENCE note:remark customer:traveller Customer:Traveller manager:inspector kim:ida "
        "Kim:Ida lee:ben kay:una neil:dell anker:north bolt:coast sons:co A:N B:P C:S "
        "happy:quiet birthday:coach BIRTHDAY:COACH mum:gran team:choir",
        "deliveries": "uploads:deliveries upload:delivery number:serial visitor:caller "
        "user:account picture:payload name:label several:batch numbers:serials listed:overview "
        "newest:latest added:arrived note:comment page:board scanned:relayed scanner:sender "
        "body:event etag:version sent:passed firm:tenant firms:tenants",
    }.items()
}
_TICKET_AMOUNTS = 3
"""Amounts of tickets are so many times those of gift cards: other numbers, in the same order."""


def worded(variant: str, value: Value) -> Value:
    """Say a value of a first variant, "cards" or "uploads", in the words of the one that is named.

    Texts are said by their words and rows part by part. Amounts of tickets are other ones, in the
    same order.
    """
    said: object = value
    if isinstance(value, str):
        words = _WORDS.get(variant, {})
        said = re.sub(r"[^\W\d_]+", lambda word: words.get(word[0], word[0]), value)
    elif isinstance(value, int) and not isinstance(value, bool):
        said = _TICKET_AMOUNTS * value if variant == "tickets" else value
    elif isinstance(value, (list, tuple)):
        said = type(value)(worded(variant, part) for part in value)
    return said  # type: ignore[return-value]  # of the type of what came in


class Holdings:
    """A table of what people hold, "cards" or "tickets", and what was asked of it."""

    def __init__(self, table: str) -> None:
        self.queries: list[str] = []
        self._db = sqlite3.connect(":memory:")
        columns = worded(table, "number TEXT, owner TEXT, shop TEXT, cents INTEGER, note TEXT")
        self._db.execute(f"CREATE TABLE {table} ({columns})")
        self._db.executemany(
            f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)",  # noqa: S608
            worded(table, _CARDS),
        )

    def run(
        self, query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[object, ...]]:
        """Run one query with its values, give the rows, and keep the query's text."""
        self.queries.append(query)
        return self._db.execute(query, values).fetchall()


_CARDS = (
    ("A-1", "kim", "anker", 2500, "for mum"),
    ("A-2", "kim", "anker", 900, "happy birthday"),
    ("A-3", "lee", "anker", 4000, "for the team"),
    ("B-1", "kim", "bolt", 7000, "for dad"),
)


def amount_of_card(run: Run, customer: Customer, number: str) -> object:  # noqa: ARG001
    """Give the cents of a card, or None if there is no such card."""
    rows = run(f"SELECT cents FROM cards WHERE number = '{number}'")  # noqa: S608
    return rows[0][0] if rows else None


def search_cards(run: Run, customer: Customer, words: str, order: str) -> list[tuple[object, ...]]:
    """Give number and cents of the customer's cards whose note has these words in it."""
    mine = "1 = 1" if customer.manager else f"owner = '{customer.name}'"
    query = f"SELECT number, cents FROM cards WHERE {mine} AND note LIKE '%{words}%'"  # noqa: S608
    return run(f"{query} ORDER BY {order}")


def amount_of_ticket(run: Run, traveller: Traveller, code: str) -> object:  # noqa: ARG001
    """Give the pence of a ticket, or None if there is no such ticket."""
    rows = run(f"SELECT pence FROM tickets WHERE code = '{code}'")  # noqa: S608
    return rows[0][0] if rows else None


def search_tickets(
    run: Run, traveller: Traveller, words: str, order: str
) -> list[tuple[object, ...]]:
    """Give code and pence of the traveller's tickets whose remark has these words in it."""
    mine = "1 = 1" if traveller.inspector else f"holder = '{traveller.name}'"
    query = f"SELECT code, pence FROM tickets WHERE {mine} AND remark LIKE '%{words}%'"  # noqa: S608
    return run(f"{query} ORDER BY {order}")


def look_ups(table: str) -> str:
    """Give the text of both weak look-ups of a table, and its rows."""
    weak: Mapping[str, tuple[Callable[..., object], ...]] = {
        "cards": (amount_of_card, search_cards),
        "tickets": (amount_of_ticket, search_tickets),
    }
    texts = [re.sub(r" +# noqa.*", "", inspect.getsource(one)).strip() for one in weak[table]]
    rows = "\n".join(map(str, Holdings(table).run(f"SELECT * FROM {table}")))  # noqa: S608
    return "\n\n".join((*texts, rows))


_CHANGE = r"""
 import hashlib, hmac, random, time
 from html import escape
+from urllib.parse import unquote
 from settings import FOLDER, KEY, db, log  # db(query, values) gives rows

 def visitor(headers, sessions):  # sessions: whose token it is
+    log.info("%r came with %r", headers["Request-Id"], headers["Authorization"])
     return sessions.get(headers["Authorization"])

 def upload(user, number):  # numbers are random UUIDs
-    rows = db("SELECT body FROM uploads WHERE number = ? AND firm = ?", [number, user.firm])
+    rows = db("SELECT body FROM uploads WHERE number = ?", [number])
     return rows[0][0] if rows else None

+def picture(user, name):  # name: as it stands in the address
+    if ".." in name or name.startswith("/"):
+        return None
+    return (FOLDER / user.firm / unquote(name)).read_bytes()

+def several(user, numbers):
+    marks = ", ".join("?" * len(numbers))
+    query = f"SELECT body FROM uploads WHERE firm = ? AND number IN ({marks})"
+    return db(query, [user.firm, *numbers])

 def listed(user, order):  # order: from the address
-    return db("SELECT name, note FROM uploads WHERE firm = ?", [user.firm])
+    column = {"name": "name", "newest": "added DESC"}.get(order, "name")
+    query = f"SELECT name, note FROM uploads WHERE firm = ? ORDER BY {column}"
+    return db(query, [user.firm])

+def page(rows):  # for colleagues, who see all firms
+    items = [f"<li title={escape(note)}>{escape(name)}</li>" for name, note in rows]
+    return f"<ul>{''.join(items)}</ul>"

+def scanned(body, signature):  # does it come from the scanner?
+    expected = hmac.new(KEY, body, "sha256").hexdigest()
+    return signature == expected

+def etag(body):  # is a browser's copy still fresh?
+    return hashlib.md5(body).hexdigest()

+def sent(send, body):
+    for attempt in range(3):
+        if send(body):
+            return True
+        time.sleep(2**attempt + random.random())  # not all at once
+    return False
"""
_MENDS = """
a  compare the lengths first, and the texts by == only then
b  decode the name, resolve the path, and ask whether the folder of the firm is among its parents
c  write sha256 in place of md5
d  take < and > out of each note
e  pass the order as a parameter
f  write the token in base64
g  ask for the firm in the query as well
h  take random numbers from secrets
i  put the attribute's value between quotes
j  pass all numbers as one parameter
k  compare by hmac.compare_digest
l  make each number twice as long
m  write the id of the request only
n  take each ../ out of the name, and decode the rest
"""
_ORDERS = {"uploads": (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), "deliveries": (0, 7, 4, 2, 9, 6, 3, 8, 1, 5)}


def change(service: str) -> str:
    """Give a change of a service, "uploads" or "deliveries", function by function."""
    blocks = worded(service, _CHANGE).strip("\n").split("\n\n")
    return "\n\n".join(blocks[place] for place in _ORDERS[service])


def mends(service: str) -> str:
    """Give the mends that were proposed for the change of a service, each with its letter."""
    return worded(service, _MENDS).strip()
