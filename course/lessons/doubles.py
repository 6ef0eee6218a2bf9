"""A partner's calendar that fails at a call, what it promises, and a house whose tests are flaky.

For notebook 04 of 103. The programs are texts, so that a wrong version is an edit.
The versions by which answers are graded stand in the notebook's hidden tests, not here.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from random import Random
from types import FrameType, SimpleNamespace
from typing import TYPE_CHECKING, Any

from course.lessons.rooms import Edit, edited

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]

_BLUE, _VERMILLION = "#0072B2", "#D55E00"

BOOK = """\
def book(calendar, room, hour):
    try:
        hold = calendar.hold(room, hour)
    except TimeoutError:
        return "try again"
    if hold is None:
        return "taken"
    try:
        calendar.confirm(hold)
    except TimeoutError:
        calendar.release(hold)
        return "try again"
    return "booked"
"""
"""Books a room at a partner's: it is held first, and then confirmed."""


def booker(*edits: Edit) -> Callable[..., Any]:
    """Give the function of `BOOK`, after edits."""
    function: Callable[..., Any] = edited(BOOK, *edits).book
    return function


class Calendar:
    """A fake of the partner's calendar, which can fail at one of its calls.

    Parameters
    ----------
    breaks_at
        The number of the call that raises a TimeoutError, from 1 on; 0 for none.
    lost
        What is lost at that call: the `request`, so that nothing happens, or the `reply`, so that
        the call has its effect.
    """

    def __init__(self, breaks_at: int = 0, lost: str = "request") -> None:
        self.held: dict[str, tuple[str, int]] = {}
        self.confirmed: list[tuple[str, int]] = []
        self.calls: list[str] = []
        self._breaks_at, self._lost = breaks_at, lost

    def hold(self, room: str, hour: int) -> str | None:
        """Hold a room, and give the name of the hold; None if it is held or booked."""
        name: str | None = self._call("hold", self._hold, room, hour)
        return name

    def confirm(self, hold: str) -> None:
        """Turn a hold into a booking; nothing happens if there is no such hold."""
        self._call("confirm", self._confirm, hold)

    def release(self, hold: str) -> None:
        """Give up a hold; nothing happens if there is no such hold, or if it is confirmed."""
        self._call("release", self.held.pop, hold, None)

    def _hold(self, room: str, hour: int) -> str | None:
        if (room, hour) in [*self.held.values(), *self.confirmed]:
            return None
        name = f"h{len(self.calls)}"
        self.held[name] = room, hour
        return name

    def _confirm(self, hold: str) -> None:
        if hold in self.held:
            self.confirmed.append(self.held.pop(hold))

    def _call(self, name: str, effect: Callable[..., Any], *arguments: object) -> Any:
        self.calls.append(name)
        breaks = len(self.calls) == self._breaks_at
        answer = None if breaks and self._lost == "request" else effect(*arguments)
        if breaks:
            raise TimeoutError(f"call {len(self.calls)}, {name}: the {self._lost} was lost")
        return answer


def marked(text: str, name: str, *arguments: object) -> str:
    """Run a function of a program's text; give the text with a mark at each line that ran."""
    function = getattr(edited(text), name)
    lines: set[int] = set()

    def watch(frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code is not function.__code__:
            return None
        if event == "line":
            lines.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    rows = enumerate(text.splitlines(), start=1)
    return "\n".join(f"{'>' if number in lines else ' '} {row}".rstrip() for number, row in rows)


DESCRIPTION = """\
POST /holds {room, hour}
  201: body {hold: text, until: date-time with offset}
  409: the hour is held already; a body may say more
  429: too many requests; header Retry-After, in seconds
DELETE /holds/{hold}
  204: the hour is free again
Test system: the room Crowded is always answered by 429.
Fields and headers may be added at any time.
Names of headers have no case.
"""
"""What the partner promises."""

PARTNER = """\
from itertools import count

def partner():
    holds, names = {}, count(1)

    def send(method, path, body=None):
        if method == "DELETE":
            holds.pop(path.removeprefix("/holds/"), None)
            return reply(204)
        room, hour = body["room"], body["hour"]
        if room == "Crowded":
            return reply(429, headers={"Retry-After": "30"})
        if (room, hour) in holds.values():
            return reply(409, {"error": "taken"})
        name = f"h{next(names)}"
        holds[name] = room, hour
        return reply(201, {"hold": name, "until": f"2026-03-02T{hour:02}:05:00+01:00"})

    def reply(status, body=None, headers=()):
        return {"status": status, "headers": dict(headers), "body": body}

    return send
"""
"""The partner's test system."""


def partner(*edits: Edit) -> Callable[..., dict[str, Any]]:
    """Give `send(method, path, body)` of a partner's new test system, after edits."""
    send: Callable[..., dict[str, Any]] = edited(PARTNER, *edits).partner()
    return send


HOUSE = """\
from random import Random

WORLD = Random(0)

def badge(hour=None):
    hour = WORLD.randrange(24) if hour is None else hour
    return "open" if 8 <= hour < 20 else "closed"

def winner(guests, random=None):
    return (random or WORLD).choice(guests)

def labels(rooms):
    unique = sorted(set(rooms))
    WORLD.shuffle(unique)
    return unique

class Desk:
    rate = 12

    def __init__(self):
        self.guests = {}

    def book(self, room, guest):
        if room in self.guests:
            return False
        self.guests[room] = guest
        return True

    def price(self, hours):
        return hours * self.rate

DESK = Desk()
"""
"""A badge at the door, a raffle, labels to print, and a desk that all share."""


def house(number: int, *edits: Edit) -> SimpleNamespace:
    """Give a new house, after edits; its clock and its dice follow a number (a seed)."""
    return edited(HOUSE, *edits, ("WORLD = Random(0)", f"WORLD = Random({number})"))


def red_tests(
    tests: Mapping[str, Callable[[SimpleNamespace], object]], building: SimpleNamespace
) -> list[str]:
    """Run tests on one house, in their order; give the names of the red ones."""
    red = []
    for name, test in tests.items():
        try:
            test(building)
        except NotImplementedError:
            raise
        except Exception:
            red.append(name)
    return red


def red_in_any_order(
    tests: Mapping[str, Callable[[SimpleNamespace], object]], *edits: Edit
) -> list[str]:
    """Run tests in all orders, and alone, each time on a new house; give the names of the red ones.

    Tests that leave another rate or a booking behind are told as `leaves something behind`.
    """
    red: set[str] = set()
    orders = [*permutations(tests), *([name] for name in tests)]
    for number, names in enumerate(orders):
        building = house(number, *edits)
        before = building.Desk.rate, dict(building.DESK.guests)
        red.update(red_tests({name: tests[name] for name in names}, building))
        after = building.DESK.rate, building.DESK.guests
        if after != before or building.Desk.rate != before[0]:
            red.add("leaves something behind")
    return sorted(red)


def green_runs(tests: int, rate: float, retries: int, number: int, runs: int = 1000) -> float:
    """Draw runs of a suite, and give the percentage that is green.

    Parameters
    ----------
    tests
        How many tests the suite has.
    rate
        How often each is red, from 0 to 1.
    retries
        How often a red test is run again before it counts.
    number
        A seed.
    runs
        How many runs are drawn.
    """
    random = Random(number)

    def red() -> bool:
        return all(random.random() < rate for _ in range(retries + 1))

    return 100 * sum(not any(red() for _ in range(tests)) for _ in range(runs)) / runs


def draw_lost() -> "Figure":
    """Draw a call whose request is lost, and one whose reply is lost, with what the partner has."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 3), dpi=80)
    for axis, lost in zip(axes, ("request", "reply"), strict=True):
        for place, name in enumerate(("house", "partner")):
            axis.plot([place, place], [0, 4], color="#999999")
            axis.text(place, 4.2, name, ha="center", fontsize=11)
        last = 0.5 if lost == "request" else 1
        _arrow(axis, (0, 3.5), (last, 3.5 - 0.5 * last), lost=lost == "request")
        axis.text(0.05, 3.7, "hold(Blue, 9)", color=_BLUE)
        if lost == "reply":
            _arrow(axis, (1, 2.4), (0.5, 2.15), lost=True)
            axis.text(0.75, 2.45, "h1", color=_BLUE, ha="center")
        axis.text(-0.05, 1, "TimeoutError", color=_VERMILLION, ha="right")
        state = "nothing is held" if lost == "request" else "h1: Blue, 9 is held"
        axis.text(1.05, 1, state, ha="left")
        axis.set_title(f"the {lost} is lost", fontsize=11, pad=26)
        axis.set_xlim(-0.6, 1.8)
        axis.set_ylim(0, 4)
        axis.axis("off")
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def _arrow(axis: "Axes", start: Point, end: Point, *, lost: bool) -> None:
    """Draw a message from one side to the other; a cross where it is lost."""
    axis.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": _BLUE, "lw": 2})
    if lost:
        axis.scatter(*end, marker="x", color=_VERMILLION, s=90, linewidths=3, zorder=3)


def draw_retries(measured: Mapping[int, tuple[Sequence[float], Sequence[float]]]) -> "Figure":
    """Draw, for each number of retries, two percentages of several seeds each.

    Parameters
    ----------
    measured
        By the number of retries: how often a suite without a bug is green, and how often a
        bug is seen.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8, 3), dpi=80)
    for retries, (green, seen) in measured.items():
        first = retries == min(measured)
        axis.scatter(
            [retries - 0.06] * len(green),
            green,
            color=_BLUE,
            marker="o",
            alpha=0.5,
            label="builds without a bug that are green" * first,
        )
        axis.scatter(
            [retries + 0.06] * len(seen),
            seen,
            color=_VERMILLION,
            marker="s",
            alpha=0.5,
            label="builds with the bug that show it" * first,
        )
    axis.set_xticks(list(measured))
    axis.set_xlabel("retries of a red test")
    axis.set_ylabel("% of builds")
    axis.set_ylim(0, 105)
    axis.legend(fontsize=9, loc="center right")
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure
