"""A parcel depot that words can break into: its database, its lockers, and what a browser reads.

For 105/02 and 105/03. All of it is data in memory: no socket, no file. What is weak is weak on
purpose. Payloads by which answers are graded stand in hidden tests, not here.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from html.parser import HTMLParser
from random import Random
from typing import TYPE_CHECKING, Any

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
