"""A parcel desk that can be broken into, drawings of who talks to whom, and paths of attacks.

For 105. The desk is an object: nothing here opens a socket. Its own handlers are weak on purpose,
and each can be exchanged. Handlers by which answers are graded stand in hidden tests, not here.
"""

import posixpath
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _ORANGE, _VERMILLION, _GREY = "#0072B2", "#E69F00", "#D55E00", "#777777"
_PALE = "#EEF3F7"

LABELS, PRIVATE = "labels", "private"
"""Folders of the desk: what customers may fetch, and what they may not."""


@dataclass(frozen=True)
class Reply:
    """What the desk answers. `session` is set where somebody has been signed in."""

    status: int
    body: str
    session: str | None = None


Handler = Callable[["ParcelDesk", str | None, Mapping[str, str]], Reply]


class ParcelDesk:
    """A web application in the process: accounts, parcels, files, and four doors to them.

    Parameters
    ----------
    seed
        Decides the code of the day, which only the administrator's page shows.
    """

    # What an abuse test may call where it runs in another process than the desk (docs/grading.md).
    __crosses__ = ("get", "open_account", "accept_parcel", "store")

    def __init__(self, seed: int = 0) -> None:
        random = Random(seed)
        self.code_of_the_day = f"{random.randrange(16**6):06x}"
        self.files = {f"{PRIVATE}/keys.txt": f"database password: {random.randrange(16**8):08x}"}
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(
            "CREATE TABLE accounts (name TEXT PRIMARY KEY, password TEXT, role TEXT, address TEXT);"
            "CREATE TABLE parcels (number INTEGER PRIMARY KEY, owner TEXT);"
        )
        self._handlers: dict[str, Handler] = dict(WEAK)
        self._sessions: dict[str, str] = {}
        self._closed: set[str] = set()
        self._log: list[tuple[str, str, int]] = []
        self.open_account("admin", f"{random.randrange(16**8):08x}", role="admin")

    def open_account(
        self, name: str, password: str, role: str = "customer", address: str = "unknown"
    ) -> None:
        """Register somebody, as the staff would."""
        self._db.execute(
            "INSERT INTO accounts VALUES (?, ?, ?, ?)", (name, password, role, address)
        )

    def accept_parcel(self, owner: str) -> str:
        """Take in a parcel for somebody, print its label, and give its number."""
        numbers = self.rows("SELECT coalesce(max(number), 1040) + 1 FROM parcels")
        number = numbers[0][0]
        self._db.execute("INSERT INTO parcels VALUES (?, ?)", (number, owner))
        self.files[f"{LABELS}/{number}.txt"] = f"parcel {number} for {owner}, {self.address(owner)}"
        return str(number)

    def store(self, path: str, text: str) -> None:
        """Put a file into the desk's folders."""
        self.files[path] = text

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        """Run one query and give its rows."""
        return self._db.execute(query, values).fetchall()

    def address(self, name: str) -> str:
        """Give the address of an account."""
        return self._one("SELECT address FROM accounts WHERE name = ?", name)

    def role(self, name: str | None) -> str:
        """Give the role of an account, or an empty text for nobody."""
        return self._one("SELECT role FROM accounts WHERE name = ?", name)

    def owner(self, number: str) -> str:
        """Give the owner of a parcel, or an empty text where there is no such parcel."""
        return self._one("SELECT owner FROM parcels WHERE number = ?", number)

    def _one(self, query: str, value: str | None) -> str:
        rows = self.rows(query, (value,))
        return rows[0][0] if rows else ""

    def sign_in(self, name: str) -> Reply:
        """Open a session, and give the page that somebody sees first."""
        session = f"session-{len(self._sessions) + 1}"
        self._sessions[session] = name
        code = f" Code of the day: {self.code_of_the_day}." if self.role(name) == "admin" else ""
        return Reply(200, f"Hello {name}. We deliver to: {self.address(name)}.{code}", session)

    def use(self, **handlers: Handler) -> "ParcelDesk":
        """Exchange what stands behind doors, and give the desk."""
        self._handlers.update(handlers)
        return self

    def close(self, *doors: str) -> "ParcelDesk":
        """Close doors, or all of them where none is named, and give the desk."""
        self._closed |= set(doors or self._handlers)
        return self

    def get(self, door: str, session: str | None = None, **fields: str) -> Reply:
        """Ask for a page.

        Parameters
        ----------
        door
            `login`, `parcel`, `label` or `customers`.
        session
            From the page that a login gave. None: nobody is signed in.
        **fields
            What was typed, such as `name` and `password`, or the `number` of a parcel.
        """
        who = self._sessions.get(session) if session else None
        page = self._answer(door, who, fields)
        shown = {name: "***" if name == "password" else text for name, text in fields.items()}
        typed = " ".join(f"{name}={text}" for name, text in shown.items())
        self._log.append((who or "-", f"{door} {typed}", page.status))
        return page

    def _answer(self, door: str, who: str | None, fields: Mapping[str, str]) -> Reply:
        if door in self._closed:
            return Reply(503, "The desk is closed for the night.")
        if door not in self._handlers:
            return Reply(404, "There is no such page.")
        try:
            return self._handlers[door](self, who, fields)
        except (sqlite3.Error, KeyError) as error:
            return Reply(500, f"Something went wrong: {type(error).__name__}.")

    def log(self) -> list[str]:
        """Give what the operator sees: a line for each request, without passwords."""
        return [f"{who:8}{asked:42}{status}" for who, asked, status in self._log]


def weak_login(desk: ParcelDesk, _who: str | None, fields: Mapping[str, str]) -> Reply:
    """Look for name and password with a query that is put together from what was typed."""
    name, password = fields["name"], fields["password"]
    query = f"SELECT name FROM accounts WHERE name = '{name}' AND password = '{password}'"  # noqa: S608
    rows = desk.rows(query)
    if not rows:
        return Reply(200, "Wrong name or password.")
    return desk.sign_in(rows[0][0])


def weak_parcel(desk: ParcelDesk, who: str | None, fields: Mapping[str, str]) -> Reply:
    """Show a parcel to everybody who is signed in."""
    owner = desk.owner(fields["number"])
    if not who or not owner:
        return Reply(404, "No such parcel.")
    return Reply(200, f"Parcel {fields['number']} for {owner}, {desk.address(owner)}.")


def weak_label(desk: ParcelDesk, _who: str | None, fields: Mapping[str, str]) -> Reply:
    """Look for `..` in the name of a label, and decode the name after that."""
    if ".." in fields["name"]:
        return Reply(404, "No such label.")
    return read_label(desk, unquote(fields["name"]))


def weak_customers(desk: ParcelDesk, who: str | None, fields: Mapping[str, str]) -> Reply:
    """List all customers for whoever says that he is an administrator."""
    if not who or fields["role"] != "admin":
        return Reply(403, "For administrators.")
    return customer_list(desk)


def read_label(desk: ParcelDesk, name: str) -> Reply:
    """Give the file that a name leads to from the folder of labels, wherever that is."""
    text = desk.files.get(posixpath.normpath(f"{LABELS}/{name}"))
    return Reply(404, "No such label.") if text is None else Reply(200, text)


def customer_list(desk: ParcelDesk) -> Reply:
    """Give names and addresses of all customers."""
    rows = desk.rows("SELECT name, address FROM accounts WHERE role = 'customer' ORDER BY name")
    return Reply(200, "\n".join(f"{name}: {address}" for name, address in rows))


def strict_login(desk: ParcelDesk, _who: str | None, fields: Mapping[str, str]) -> Reply:
    """Keep what was typed apart from the query."""
    query = "SELECT name FROM accounts WHERE name = ? AND password = ?"
    rows = desk.rows(query, (fields["name"], fields["password"]))
    return desk.sign_in(rows[0][0]) if rows else Reply(200, "Wrong name or password.")


def strict_parcel(desk: ParcelDesk, who: str | None, fields: Mapping[str, str]) -> Reply:
    """Show a parcel to its owner."""
    if not who or desk.owner(fields["number"]) != who:
        return Reply(404, "No such parcel.")
    return weak_parcel(desk, who, fields)


def strict_label(desk: ParcelDesk, who: str | None, fields: Mapping[str, str]) -> Reply:
    """Decode once, see where the path leads, and give labels of one's own parcels only."""
    name = unquote(fields["name"])
    folder, _, label = posixpath.normpath(f"{LABELS}/{name}").rpartition("/")
    own = bool(who) and desk.owner(label.removesuffix(".txt")) == who
    return read_label(desk, name) if own and folder == LABELS else Reply(404, "No such label.")


def strict_customers(desk: ParcelDesk, who: str | None, _fields: Mapping[str, str]) -> Reply:
    """List all customers for an account that is an administrator's."""
    return customer_list(desk) if desk.role(who) == "admin" else Reply(403, "For administrators.")


WEAK: dict[str, Handler] = {
    "login": weak_login,
    "parcel": weak_parcel,
    "label": weak_label,
    "customers": weak_customers,
}
"""What stands behind the doors of a new desk. Every one of them can be got through."""

STRICT: dict[str, Handler] = {
    "login": strict_login,
    "parcel": strict_parcel,
    "label": strict_label,
    "customers": strict_customers,
}
"""The same doors, shut."""


def strict_desk(seed: int = 0) -> ParcelDesk:
    """Give a desk whose doors are all shut for those who have no business there."""
    return ParcelDesk(seed).use(**STRICT)


def _label_unchecked(desk: ParcelDesk, _who: str | None, fields: Mapping[str, str]) -> Reply:
    return read_label(desk, fields["name"])


def _label_stripped(desk: ParcelDesk, _who: str | None, fields: Mapping[str, str]) -> Reply:
    return read_label(desk, fields["name"].replace("../", ""))


def label_desks() -> dict[str, ParcelDesk]:
    """Give five desks that look after the names of labels in different ways."""
    return {
        "A": ParcelDesk(1).use(label=_label_unchecked),
        "B": ParcelDesk(2).use(label=weak_label),
        "C": ParcelDesk(3).use(label=_label_stripped),
        "D": ParcelDesk(4).close("label"),
        "E": ParcelDesk(5).use(label=strict_label),
    }


def spellings(path: str) -> list[str]:
    """Give four ways to write a path that leaves the folder of labels."""
    return [f"../{path}", f"%2e%2e/{path}", f"%252e%252e/{path}", f"....//{path}"]


def practice_desks() -> dict[str, Callable[[], ParcelDesk]]:
    """Give three kinds of desk to try abuse tests on, each as a function that makes a new one."""
    return {
        "weak": ParcelDesk,
        "strict": strict_desk,
        "closed": lambda: strict_desk().close(),
    }


def abuse_table(
    tests: Sequence[Callable[[ParcelDesk], object]],
    desks: Mapping[str, Callable[[], ParcelDesk]],
) -> str:
    """Run each test on a new desk of each kind, and give the verdicts as a table."""
    width = max(len(test.__name__) for test in tests) + 2
    lines = [" " * width + "".join(f"{name:12}" for name in desks).rstrip()]
    for test in tests:
        verdicts = [f"{test(new())!s:12}" for new in desks.values()]
        lines.append(f"{test.__name__:{width}}" + "".join(verdicts).rstrip())
    return "\n".join(lines)


NIGHT: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("", "login", {"name": "carla", "password": "tulip"}),
    ("carla", "parcel", {"number": "1041"}),
    ("", "login", {"name": "admin'--", "password": "x"}),
    ("admin", "customers", {"role": "admin"}),
    ("", "login", {"name": "dora", "password": "heron"}),
    ("dora", "parcel", {"number": "1042"}),
    ("dora", "parcel", {"number": "1041"}),
    ("dora", "parcel", {"number": "1043"}),
    ("dora", "label", {"name": "1042.txt"}),
    ("dora", "label", {"name": "%2e%2e/private/keys.txt"}),
    ("", "login", {"name": "O'Brien", "password": "clover"}),
    ("carla", "label", {"name": "1041.txt"}),
)
"""Twelve requests of one night: who is signed in, the door, and what was typed."""

TAKEN = (3, 4, 7, 8, 10)
"""Those requests of the night, counted from 1, that took what was not the asker's."""


def night_log(desk: ParcelDesk) -> list[str]:
    """Play the night on a desk, and give its log."""
    for name, password in (("carla", "tulip"), ("dora", "heron"), ("O'Brien", "clover")):
        desk.open_account(name, password, address=f"{name}'s house")
        desk.accept_parcel(name)
    already = len(desk.log())
    sessions: dict[str, str | None] = {"": None}
    for who, door, fields in NIGHT:
        page = desk.get(door, sessions.get(who), **fields)
        if page.session:
            sessions[fields["name"].removesuffix("'--")] = page.session
    return [f"{n:2}  {line}" for n, line in enumerate(desk.log()[already:], start=1)]


@dataclass(frozen=True)
class Flow:
    """An arrow of a drawing: what goes where, and what is known about who decides it."""

    sender: str
    receiver: str
    carries: str
    known: str
    marked: bool = False  # the team's own drawing shows a change of trust here


DESK_FLOWS: dict[int, Flow] = {
    1: Flow("browser", "desk", "what is typed", "anybody on the internet"),
    2: Flow("partner shop", "desk", "photos of labels", "staff of forty shops that are not ours"),
    3: Flow("desk", "database", "queries", "we write them, around words that were typed"),
    4: Flow("desk", "label files", "names of files", "taken from what was typed"),
    5: Flow("desk", "printer", "addresses", "typed by customers when they registered"),
    6: Flow("price list", "desk", "prices", "our repository, two of us review each change"),
    7: Flow("desk", "monitor", "the word alive", "a constant in our code"),
    8: Flow("clock", "desk", "the time", "our own machine"),
    9: Flow("desk", "archive", "yesterday's totals", "sums that we compute"),
}
"""Nine flows of the parcel desk. Strangers decide part of what arrives in the first five."""

LOCKER_FLOWS: dict[int, Flow] = {
    1: Flow("phone", "gateway", "PIN, name", "anybody who has the app", marked=True),
    2: Flow("locker", "gateway", "door states", "a box in the street, four screws", marked=True),
    3: Flow("bank", "gateway", "paid messages", "another company, signed", marked=True),
    4: Flow("queue", "gateway", "orders to open", "inside: thirty teams may put orders in"),
    5: Flow("partner tool", "gateway", "requests with a role", "over our VPN, partners' employees"),
    6: Flow("gateway", "log page", "log lines", "names as typed; operators open it, as admins"),
    7: Flow("price list", "gateway", "prices", "our repository, two of us review each change"),
    8: Flow("gateway", "monitor", "the word alive", "a constant, not encrypted"),
    9: Flow("update bucket", "locker", "new software", "set up by Tim, who left; writers unknown"),
    10: Flow("gateway", "archive", "yesterday's totals", "sums that we compute, not encrypted"),
}
"""Ten flows of a station of parcel lockers, with the three marks that its team has drawn."""


def flow_table(flows: Mapping[int, Flow]) -> str:
    """Give flows as a table in plain text."""
    rows = []
    for number, flow in flows.items():
        mark = "marked" if flow.marked else ""
        way = f"{flow.sender} -> {flow.receiver}"
        rows.append(f"{number:2}  {way:26}{flow.carries:22}{mark:8}{flow.known}")
    return "\n".join(rows)


def draw_flows(flows: Mapping[int, Flow], changes: Iterable[int] = ()) -> "Figure":
    """Draw a system in the middle of what it talks to; arrows where trust changes are dashed.

    Parameters
    ----------
    flows
        Number -> flow. One part takes part in most of them and stands in the middle.
    changes
        Numbers of the arrows to mark.
    """
    import matplotlib.pyplot as plt

    places = _places(flows)
    marked = set(changes)
    rows = max(y for _, y in places.values())
    figure, axis = plt.subplots(figsize=(8, 0.62 * rows + 1.2), dpi=64)
    boxes = {}
    for end, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.45", "facecolor": _PALE, "edgecolor": "black"}
        boxes[end] = axis.text(x, y, end, ha="center", va="center", fontsize=10, bbox=box)
    for number, flow in flows.items():
        (x, y), (to_x, to_y) = places[flow.sender], places[flow.receiver]
        colour, style = (_VERMILLION, "--") if number in marked else (_GREY, "-")
        arrow: dict[str, object] = {
            "arrowstyle": "-|>",
            "color": colour,
            "linestyle": style,
            "linewidth": 1.8,
        }
        arrow["patchA"] = boxes[flow.sender].get_bbox_patch()
        arrow["patchB"] = boxes[flow.receiver].get_bbox_patch()
        axis.annotate("", (to_x, to_y), (x, y), arrowprops=arrow)
        beside = 0.03 if x == to_x else 0.0
        axis.text(
            (x + to_x) / 2 + beside,
            (y + to_y) / 2,
            str(number),
            ha="center",
            va="center",
            fontsize=10,
            color=colour,
            weight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
    axis.set_xlim(-0.2, 1.2)
    axis.set_ylim(-0.6, rows + 0.6)
    axis.set_axis_off()
    if marked:
        axis.set_title("dashed: somebody else decides part of what arrives", fontsize=11)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def _places(flows: Mapping[int, Flow]) -> dict[str, tuple[float, float]]:
    """Put the part with most arrows in the middle, the others in two columns, partners together."""
    pairs = [(flow.sender, flow.receiver) for flow in flows.values()]
    ends = [end for pair in pairs for end in pair]
    centre = max(ends, key=ends.count)
    columns: tuple[list[str], list[str]] = ([], [])
    for end in dict.fromkeys(ends):
        if any({end, centre} == set(pair) for pair in pairs) and end != centre:
            min(columns, key=len).append(end)
    for sender, receiver in pairs:
        for column in columns:
            if receiver in column and sender not in (centre, *columns[0], *columns[1]):
                column.insert(column.index(receiver), sender)
    rows = max(map(len, columns)) - 1
    places = {centre: (0.5, rows / 2)}
    for x, column in enumerate(columns):
        for n, end in enumerate(column):
            places[end] = (float(x), rows - n - (rows + 1 - len(column)) / 2)
    return places


@dataclass(frozen=True)
class Step:
    """Something that brings an attacker from one place to the next, for a price in days of work."""

    start: str
    end: str
    price: float


@dataclass(frozen=True)
class Measure:
    """Something that we can do: our days of work, and what it adds to the price of steps."""

    days: int
    adds: Mapping[str, float] = field(default_factory=dict)
    score: float | None = None  # what a report gave the finding that it closes


SHOP_STEPS: dict[str, Step] = {
    "break the window": Step("street", "shop", 2),
    "pick the inner door": Step("shop", "office", 1),
    "climb through the roof": Step("street", "office", 5),
    "read the note with the combination": Step("office", "safe", 1),
}
SHOP_MEASURES: dict[str, Measure] = {
    "bars on the window": Measure(1, {"break the window": 4}, score=6.1),
    "a steel hatch on the roof": Measure(1, {"climb through the roof": 10}, score=9.1),
    "burn the note": Measure(1, {"read the note with the combination": 8}, score=3.2),
}
"""A bicycle shop with four steps to its safe, and three things to do about it."""

DESK_STEPS: dict[str, Step] = {
    "sign up": Step("internet", "customer", 1),
    "count parcel numbers": Step("customer", "addresses", 3),
    "say role=admin": Step("customer", "admin", 1),
    "climb out of the labels": Step("customer", "keys", 4),
    "use the keys": Step("keys", "addresses", 2),
    "SQL in the login": Step("internet", "admin", 2),
    "phish a clerk": Step("internet", "clerk", 6),
    "borrow the admin tool": Step("clerk", "admin", 2),
    "export all customers": Step("admin", "addresses", 1),
    "find an old backup": Step("internet", "backup", 9),
    "read the backup": Step("backup", "addresses", 1),
}
DESK_MEASURES: dict[str, Measure] = {
    "parameters in the login": Measure(1, {"SQL in the login": 20}, score=9.1),
    "role from the account": Measure(1, {"say role=admin": 20}, score=8.8),
    "check the parcel's owner": Measure(1, {"count parcel numbers": 20}, score=5.3),
    "decode labels, then check": Measure(2, {"climb out of the labels": 20}, score=7.5),
    "a second person approves exports": Measure(2, {"export all customers": 8}),
    "identity cards at sign-up": Measure(3, {"sign up": 6}),
    "security keys for clerks": Measure(2, {"phish a clerk": 20}),
    "encrypt the backups": Measure(3, {"read the backup": 20}, score=9.8),
}
"""Ways to the addresses of the desk's customers, and eight things to do about them."""


def cheapest_path(
    steps: Mapping[str, Step], measures: Iterable[Measure] = ()
) -> tuple[float, list[str]]:
    """Give the price of the cheapest way from start to goal, and its steps."""
    ways = all_paths(steps, measures)
    return min(ways, key=lambda way: way[0])


def all_paths(
    steps: Mapping[str, Step], measures: Iterable[Measure] = ()
) -> list[tuple[float, list[str]]]:
    """Give every way from start to goal that visits no place twice, with its price.

    No step leads to the start, and none leads on from the goal.
    """
    starts, ends = ({getattr(step, end) for step in steps.values()} for end in ("start", "end"))
    (start,), (goal,) = starts - ends, ends - starts
    prices = {name: step.price for name, step in steps.items()}
    for measure in measures:
        for name, more in measure.adds.items():
            prices[name] += more
    ways: list[tuple[float, list[str]]] = []
    begun: list[tuple[str, list[str]]] = [(start, [])]
    while begun:
        place, way = begun.pop(0)
        if place == goal:
            ways.append((sum(prices[name] for name in way), way))
            continue
        visited = {place, *(steps[name].start for name in way)}
        begun += [
            (step.end, [*way, name])
            for name, step in steps.items()
            if step.start == place and step.end not in visited
        ]
    return ways


def with_price(steps: Mapping[str, Step], name: str, price: float) -> dict[str, Step]:
    """Give the same steps, one of them for another price."""
    return {**steps, name: replace(steps[name], price=price)}


def path_table(steps: Mapping[str, Step], measures: Iterable[Measure] = ()) -> str:
    """Give all ways from start to goal in plain text, the cheapest first."""
    ways = sorted(all_paths(steps, measures))
    return "\n".join(f"{price:4g}  {' + '.join(way)}" for price, way in ways)


def draw_paths(steps: Mapping[str, Step], measures: Iterable[Measure] = ()) -> "Figure":
    """Draw each way as a bar made of its steps, in days of an attacker's work."""
    import matplotlib.pyplot as plt
    from matplotlib.ticker import MaxNLocator

    measures = list(measures)
    extra = dict.fromkeys(steps, 0.0)
    for measure in measures:
        for name, more in measure.adds.items():
            extra[name] += more
    ways = sorted(all_paths(steps, measures))
    figure, axis = plt.subplots(figsize=(8.5, 0.45 * len(ways) + 1.2), dpi=72)
    for row, (price, way) in enumerate(ways):
        left, colour = 0.0, _VERMILLION if price == ways[0][0] else _BLUE
        for name in way:
            width = steps[name].price + extra[name]
            hatch = "///" if extra[name] else ""
            axis.barh(row, width, 0.62, left, edgecolor="white", color=colour, hatch=hatch)
            left += width
        axis.text(left + 0.2, row, f"{price:g}", va="center", fontsize=10)
    axis.set_yticks(range(len(ways)), [" + ".join(way) for _, way in ways], fontsize=9)
    axis.invert_yaxis()
    axis.set_xlim(0, max(price for price, _ in ways) + 2)
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_xlabel("days of an attacker's work (hatched: dearer by a measure)")
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure
