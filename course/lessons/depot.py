"""A parcel depot that words can break into: its database, its lockers, and what a browser reads.

For 105/02 and 105/03. All of it is data in memory: no socket, no file. What is weak is weak on
purpose. Payloads by which answers are graded stand in hidden tests, not here.
"""

import posixpath
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from html.parser import HTMLParser
from ipaddress import IPv6Address, ip_address, ip_network
from random import Random
from socket import inet_aton  # a parser; nothing here opens a socket
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Run = Callable[..., list[tuple[object, ...]]]
"""Runs a query with its values, and gives the rows."""

Page = Callable[..., Any]
"""What stands behind a page: it gets `run` and what was typed, and gives what to show."""

Piece = tuple[str, str]
"""What a reader takes a part of a text for (`code`, `text`, `number`, `comment`), and the part."""

_TABLES = """
CREATE TABLE parcels
    (number INTEGER, sender TEXT, owner TEXT, city TEXT, weight INTEGER, note TEXT);
CREATE TABLE drivers (name TEXT, town TEXT, km INTEGER);
CREATE TABLE codes (door TEXT, code TEXT);
"""

PARCELS: tuple[tuple[int, str, str, str, int, str], ...] = (
    (1041, "Anker", "carla", "Bonn", 900, "ring twice"),
    (1042, "100% Wool", "dora", "Ulm", 450, "leave with Erin"),
    (1043, "Anker", "O'Brien", "Cork", 2500, "fragile"),
    (1044, "100 Maps", "carla", "Ulm", 1200, "mind the dog"),
    (1045, "box_it", "erin", "Bonn", 75, "<b>urgent</b>"),
    (1046, "boxfit", "dora", "Cork", 3100, "back door"),
)
DRIVERS: tuple[tuple[str, str, int], ...] = (
    ("Ada", "Ulm", 310),
    ("Bo", "Sittard", 120),
    ("Cleo", "S_t Harbour", 95),
    ("Dev", "Ulm-West", 240),
)


class Depot:
    """A database of parcels, drivers and door codes.

    Parameters
    ----------
    seed
        Decides the code of the back room, which no page is meant to show.
    """

    def __init__(self, seed: int = 0) -> None:
        self.code = f"{Random(f'depot {seed}').randrange(16**6):06x}"
        self.queries: list[str] = []
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(_TABLES)
        self._db.executemany("INSERT INTO parcels VALUES (?, ?, ?, ?, ?, ?)", PARCELS)
        self._db.executemany("INSERT INTO drivers VALUES (?, ?, ?)", DRIVERS)
        self._db.execute("INSERT INTO codes VALUES ('back room', ?)", (self.code,))

    def run(
        self, query: str, values: Sequence[object] | Mapping[str, object] = ()
    ) -> list[tuple[object, ...]]:
        """Run one query with its values, give the rows, and keep the query's text."""
        self.queries.append(query)
        return self._db.execute(query, values).fetchall()


def weak_report(
    run: Run, sort: str, sender: str, cities: Sequence[str]
) -> list[tuple[object, ...]]:
    """Give parcels of some cities, by the start of the sender's name."""
    places = ", ".join(f"'{city}'" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE '{sender}%'"  # noqa: S608
    return run(f"{query} AND city IN ({places}) ORDER BY {sort}")


class Station:
    """A wall of lockers in the street: people sign in with a PIN, and anybody may look for a place.

    Parameters
    ----------
    seed
        Decides PINs, the code of the day, and the codes of the lockers.
    sign_in, find
        What stands behind the two pages.
    """

    def __init__(self, seed: int = 0, sign_in: Page | None = None, find: Page | None = None):
        random = Random(f"station {seed}")
        self.code_of_the_day = f"{random.randrange(16**6):06x}"
        self.codes = {n: f"{random.randrange(16**6):06x}" for n in (1, 2, 3, 4)}
        self._sign_in, self._find = sign_in or weak_sign_in, find or weak_find
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(
            "CREATE TABLE people (name TEXT, pin TEXT);"
            "CREATE TABLE lockers (number INTEGER, size TEXT, place TEXT, free INTEGER);"
            "CREATE TABLE opening_codes (locker INTEGER, code TEXT);"
        )
        people = [
            (name, f"{random.randrange(10**4):04}") for name in ("carla", "O'Brien", "warden")
        ]
        places = (
            ("S", "King Street", 1),
            ("M", "O'Connell Street", 1),
            ("L", "Station", 0),
            ("S", "Station", 1),
        )
        self._db.executemany("INSERT INTO people VALUES (?, ?)", people)
        self._db.executemany(
            "INSERT INTO lockers VALUES (?, ?, ?, ?)",
            [(n, *place) for n, place in enumerate(places, 1)],
        )
        self._db.executemany("INSERT INTO opening_codes VALUES (?, ?)", self.codes.items())

    def _run(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        return self._db.execute(query, values).fetchall()

    def sign_in(self, name: str, pin: str) -> str:
        """Give the page that somebody sees after typing name and PIN."""
        try:
            who = self._sign_in(self._run, name, pin)
        except sqlite3.Error as error:
            return f"Something went wrong: {error}."
        if who is None:
            return "Wrong name or PIN."
        return f"Hello {who}." + (
            f" Code of the day: {self.code_of_the_day}." if who == "warden" else ""
        )

    def find(self, place: str) -> str:
        """Give the page of free lockers in a place."""
        try:
            rows = self._find(self._run, place)
        except sqlite3.Error as error:
            return f"Something went wrong: {error}."
        return "\n".join(f"locker {number}: {size}" for number, size in rows) or "No free locker."


def weak_sign_in(run: Run, name: str, pin: str) -> object:
    """Give the name of the account with this name and PIN, or None."""
    query = f"SELECT name FROM people WHERE (lower(name) = lower('{name}')) AND pin = '{pin}'"  # noqa: S608
    rows = run(query)
    return rows[0][0] if rows else None


def weak_find(run: Run, place: str) -> list[tuple[object, ...]]:
    """Give number and size of the free lockers whose place has these words in it."""
    query = f"SELECT number, size FROM lockers WHERE free = 1 AND place LIKE '%{place}%'"  # noqa: S608
    return run(f"{query} ORDER BY number")


_SQL = re.compile(
    r"""(?P<text>'(?:[^']|'')*'|'.*\Z)|(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))"""
    r"""|(?P<number>\b\d+(?:\.\d+)?)|(?P<code>"(?:[^"]|"")*"|\s+|\w+|.)""",
    re.DOTALL,
)


def sql_pieces(query: str) -> list[Piece]:
    """Take a query apart as the database does: words of its language, texts, numbers, comments."""
    return _joined((match.lastgroup or "", match.group()) for match in _SQL.finditer(query))


_JOINED = ("code", "text", "script")


def _joined(parts: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one kind, and drop what is empty."""
    pieces: list[Piece] = []
    for kind, part in parts:
        before = pieces.pop()[1] if pieces and pieces[-1][0] == kind and kind in _JOINED else ""
        pieces.append((kind, before + part))
    return [
        (kind, part.strip() if kind == "code" else part) for kind, part in pieces if part.strip()
    ]


class _Browser(HTMLParser):
    """Reads a page as a browser would, roughly, and notes what it takes each part for."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Piece] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(("tag", tag))
        self._script = tag == "script"
        for name, value in attrs:
            address = re.sub(r"[\0-\x20]", "", value or "").lower()
            script = name in ("href", "src", "action") and address.startswith("javascript:")
            kind = "script" if script or name.startswith("on") else "attribute"
            self.parts.append((kind, f"{name} = {value}"))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(("tag", f"/{tag}"))
        self._script = False

    def handle_data(self, data: str) -> None:
        self.parts.append(("script" if self._script else "text", data))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", data))


def page_pieces(page: str) -> list[Piece]:
    """Take a page apart as a browser does, roughly: tags, attributes, texts, and what it would run.

    `script` stands for all that runs: a script's text, `on…` attributes, `javascript:` addresses.
    """
    reader = _Browser()
    reader.feed(page)
    reader.close()
    return _joined(reader.parts)


PLACES: dict[str, str] = {
    "text": "<p>{}</p>",
    "attribute": '<img alt="{}">',
    "link": '<a href="{}">more</a>',
    "script": "<script>const note = {};</script>",
}
"""Four places of a page where somebody else's words stand."""


def table(pieces: Iterable[Piece]) -> str:
    """Give pieces as lines, each with its kind."""
    return "\n".join(f"{kind:10}{part}" for kind, part in pieces)


# Okabe and Ito's palette, pale where words stand on it. Kinds differ in frame as well as in colour.
_LOOKS: dict[str, tuple[str, str, str]] = {
    "code": ("#FFFFFF", "#999999", "-"),
    "text": ("#F6D9A8", "#E69F00", "-"),
    "number": ("#F6D9A8", "#E69F00", "-"),
    "comment": ("#E4E4E4", "#777777", ":"),
}


def draw_queries(queries: Sequence[str]) -> "Figure":
    """Draw queries one below the other, each piece in a box: values are filled, code is white."""
    import matplotlib.pyplot as plt

    widest = max(sum(len(part) + 1.4 for _, part in sql_pieces(query)) for query in queries)
    figure, axis = plt.subplots(figsize=(0.0765 * widest + 0.2, 0.42 * len(queries) + 0.3), dpi=96)
    for row, query in enumerate(queries):
        left = 0.0
        for kind, part in sql_pieces(query):
            fill, edge, line = _LOOKS[kind]
            box = {
                "boxstyle": "square,pad=0.25",
                "facecolor": fill,
                "edgecolor": edge,
                "linestyle": line,
            }
            axis.text(
                left,
                -row,
                part,
                family="monospace",
                fontsize=9,
                va="center",
                bbox=box,
                parse_math=False,
            )
            left += len(part) + 1.4
    axis.set_xlim(-0.8, widest)
    axis.set_ylim(-len(queries) + 0.4, 0.6)
    axis.set_axis_off()
    figure.tight_layout(pad=0.2)
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


SHELF = "/depot/labels"
"""The folder whose files the depot gives to anybody."""


class LabelTree:
    """A tree of files with links, and three doors to its labels. Nothing of it is on a disk.

    Parameters
    ----------
    seed
        Decides the secrets, which lie outside the folder of labels.
    """

    def __init__(self, seed: int = 0) -> None:
        random = Random(f"shelf {seed}")
        self.secrets = [f"{random.randrange(16**6):06x}" for _ in range(3)]
        self.files = {
            f"{SHELF}/1041.txt": "parcel 1041 for carla",
            f"{SHELF}/1042.txt": "parcel 1042 for dora",
            f"{SHELF}/a..b.txt": "parcel with two dots",
            f"{SHELF}/100% wool.txt": "parcel 1044 for O'Brien",
            f"{SHELF}-old/keys.txt": f"old key {self.secrets[0]}",
            "/depot/private/keys.txt": f"key {self.secrets[1]}",
            "/depot/partners/keys.txt": f"partners' key {self.secrets[2]}",
            "/depot/partners/anker/logo.txt": "(an anchor)",
        }
        self.links = {
            f"{SHELF}/latest.txt": f"{SHELF}/1042.txt",
            f"{SHELF}/partner": "/depot/partners/anker",
            f"{SHELF}/photos": "/depot/private",
        }

    def read(self, path: str) -> str:
        """Give a file's text as a file system would: links are followed, step by step."""
        try:
            return self.files[real_path(path, self.links)]
        except (KeyError, OSError):
            return "No such file."

    def get(self, door: str, name: str) -> str:
        """Ask for a label by one of the doors, and give what comes back."""
        path = DOORS[door](name)
        return "No." if path is None else self.read(path)


def late_door(name: str) -> str | None:
    """Look for two dots, then decode."""
    if ".." in name:
        return None
    return f"{SHELF}/{unquote(name)}"


def prefix_door(name: str) -> str | None:
    """Decode, tidy up, and look at how the path begins."""
    path = posixpath.normpath(f"{SHELF}/{unquote(name)}")
    return path if path.startswith(SHELF) else None


def tidy_door(name: str) -> str | None:
    """Decode, tidy up, and look whether the path begins with the folder and a slash."""
    path = posixpath.normpath(f"{SHELF}/{unquote(name)}")
    return path if path.startswith(SHELF + "/") else None


DOORS: dict[str, Callable[[str], str | None]] = {
    "late": late_door,
    "prefix": prefix_door,
    "tidy": tidy_door,
}
"""Three doors to the labels. Each of them can be got through."""

_MOST_LINKS = 40  # as Linux does


def real_path(path: str, links: Mapping[str, str]) -> str:
    """Give the path to which a file system would come, with all links followed.

    Parameters
    ----------
    path
        An absolute path.
    links
        Path of each link -> where it leads, absolute or from the link's own folder.

    Raises
    ------
    OSError
        After more links than a file system follows.
    """
    place: list[str] = []
    steps = path.split("/")
    followed = 0
    while steps:
        step = steps.pop(0)
        if step == "..":
            place = place[:-1]
        elif step not in ("", "."):
            target = links.get("/" + "/".join([*place, step]))
            if target is None:
                place.append(step)
                continue
            followed += 1
            if followed > _MOST_LINKS:
                raise OSError("too many links")
            steps = target.split("/") + steps
            if target.startswith("/"):
                place = []
    return "/" + "/".join(place)


SPELLINGS: tuple[str, ...] = (
    "127.0.0.1",
    "localhost",
    "LocalHost",
    "127.1",
    "2130706433",
    "0x7f.1",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
)
"""Ways to write the machine that one is on into an address."""


def spelling_table() -> str:
    """Give what two parsers make of each spelling: the old one of C, and Python's strict one."""
    lines = [f"{'':20}{'inet_aton':16}ipaddress"]
    for spelling in SPELLINGS:
        bare = spelling.strip("[]")
        try:
            old = ".".join(str(byte) for byte in inet_aton(bare))
        except OSError:
            old = "-"
        try:
            strict = str(ip_address(bare))
        except ValueError:
            strict = "-"
        lines.append(f"{spelling:20}{old:16}{strict}")
    return "\n".join(lines)


_TRANSLATED = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("2002::/16"))


def is_public(address: str) -> bool:
    """Say whether an address belongs to a machine that anybody on the internet could reach.

    Addresses that carry another one inside (mapped, NAT64, 6to4) are refused as a whole, and so
    are those of many receivers.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and (ip.ipv4_mapped or any(ip in net for net in _TRANSLATED)):
        return False
    return ip.is_global and not ip.is_multicast


class Network:
    """A small internet as data: names, machines, and what each answers. Nothing is sent anywhere.

    Parameters
    ----------
    seed
        Decides the token of the metadata service, which only this cloud's machines may see.
    """

    def __init__(self, seed: int = 0) -> None:
        self.token = f"{Random(f'network {seed}').randrange(16**6):06x}"
        self.events: list[tuple[str, str]] = []
        self._names: dict[str, list[list[str]]] = {
            "shop.example": [["8.8.8.8"]],
            "two.example": [["8.8.8.8", "10.0.0.5"]],
            "rebind.example": [["9.9.9.9"], ["169.254.169.254"]],
            "inside.example": [["169.254.169.254"]],
            "localhost": [["127.0.0.1"]],
            "empty.example": [[]],
        }
        self._pages = {
            "8.8.8.8": {
                "/": "thank you",
                "/old": "-> http://169.254.169.254/token",
                "/round": "-> http://shop.example/round",
            },
            "9.9.9.9": {"/": "thank you", "/token": "nothing here"},
            "169.254.169.254": {"/token": f"token {self.token}"},
            "127.0.0.1": {"/": "admin page"},
            "10.0.0.5": {"/": "the wiki"},
        }

    def resolve(self, host: str) -> list[str]:
        """Give the addresses of a host, as the system would: numbers in old spellings, too."""
        addresses = self._lookup(host.lower().rstrip("."))
        self.events += [("looked up", address) for address in addresses]
        return addresses

    def _lookup(self, host: str) -> list[str]:
        answers = self._names.get(host)
        if answers is not None:
            return list(answers.pop(0) if len(answers) > 1 else answers[0])
        for parse in (ip_address, lambda text: ip_address(inet_aton(text))):
            try:
                return [str(parse(host))]
            except (ValueError, OSError):
                continue
        return []

    def page(self, address: str, path: str) -> str:
        """Give what the machine with this address answers."""
        self.events.append(("connected", address))
        if address == "::ffff:169.254.169.254":
            address = "169.254.169.254"
        return self._pages.get(address, {}).get(path or "/", "no answer")

    def fetch(self, url: str, decide: Callable[..., tuple[object, ...]]) -> str:
        """Fetch a page as a server would that asks `decide` before each request, also redirects."""
        for _ in range(5):
            verdict = decide(url, self.resolve)
            if verdict[0] != "connect":
                return f"refused: {verdict[1]}"
            body = self.page(str(verdict[1]), urlsplit(url).path)
            if not body.startswith("-> "):
                return body
            url = body.removeprefix("-> ")
        return "refused: too many redirects"


def draw_steps(fetches: Mapping[str, Sequence[tuple[str, str]]]) -> "Figure":
    """Draw what happened in each fetch from left to right; addresses that are not public dashed."""
    import matplotlib.pyplot as plt

    longest = max(len(events) for events in fetches.values())
    figure, axis = plt.subplots(figsize=(2.1 * longest + 1.6, 0.85 * len(fetches) + 0.5), dpi=84)
    for row, (name, events) in enumerate(fetches.items()):
        axis.text(-0.75, -row, name, ha="right", va="center", fontsize=10)
        for n, (event, address) in enumerate(events):
            public = is_public(address)
            look = {"boxstyle": "round,pad=0.4", "facecolor": "#E8F1F8", "edgecolor": "#0072B2"}
            if not public:
                look |= {"facecolor": "#FBE5D6", "edgecolor": "#D55E00", "linestyle": "--"}
            words = f"{event}\n{address}\n{'public' if public else 'not public'}"
            axis.text(n, -row, words, ha="center", va="center", fontsize=9, bbox=look)
            if n:
                arrow = {"arrowstyle": "-|>", "color": "#555555"}
                axis.annotate("", (n - 0.38, -row), (n - 0.62, -row), arrowprops=arrow)
    axis.set_xlim(-1.35, longest - 0.5)
    axis.set_ylim(-len(fetches) + 0.4, 0.6)
    axis.set_axis_off()
    figure.tight_layout(pad=0.2)
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


CHECKER = """\
def allowed(url):
    if "169.254.169.254" in url:
        return False                      # the well-known address
    if urlsplit(url).netloc.endswith(".internal"):
        return False                      # the cloud's inner zone
    return url.startswith("http")
"""
NAMES_OF_THE_NIGHT = """\
metadata.internal        169.254.169.254
meta.friendly.example    169.254.169.254
shop.example             8.8.8.8
old.shop.example         8.8.4.4, redirects to http://169.254.169.254/
new.shop.example         9.9.9.9, redirects to https://shop.example/
"""
NIGHT: dict[int, str] = {
    1: "http://169.254.169.254/token",
    2: "http://shop.example/?from=169.254.169.254",
    3: "http://2852039166/token",
    4: "http://METADATA.INTERNAL/token",
    5: "http://meta.friendly.example/token",
    6: "http://metadata.internal@shop.example/",
    7: "http://metadata.internal./token",
    8: "http://shop.example@metadata.internal/token",
    9: "https://new.shop.example/",
    10: "https://old.shop.example/",
}
"""Ten addresses that were typed in one night, for the checker above."""
