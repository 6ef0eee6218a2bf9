"""A house whose rooms are booked by the hour, wrong versions of its rules, and trials of tests.

For 103. A trial runs tests or examples over right and wrong versions and says who was refused.
The versions by which answers are graded stand in the notebooks' hidden tests, not here. Figures
are closed already, so that a notebook shows each once.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import combinations, product
from random import Random
from types import CodeType, FrameType, SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Test = Callable[[SimpleNamespace], object]
Example = tuple[tuple[Any, ...], object]
Edit = tuple[str, str]
Combination = frozenset[tuple[str, str]]

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _ORANGE, _VERMILLION, _PALE = "#0072B2", "#E69F00", "#D55E00", "#EEEEEE"
_FILE = "<rooms>"

TARIFF = """\
RATE = 1000                              # cents for an hour begun

def hours_begun(minutes):
    return -(-minutes // 60)

def price(minutes, day, member):
    if not 30 <= minutes <= 600:
        raise ValueError(f"{minutes} minutes: a booking lasts 30 to 600")
    cents = hours_begun(minutes) * RATE
    if day in ("sat", "sun"):
        cents = cents * 3 // 2
    if member and day != "sun":
        cents = cents * 4 // 5
    return cents
"""
"""The tariff of this year, as it was released."""

BUGS: dict[str, Edit] = {
    "guests get the members' price": ("if member and", "if not member and"),
    "the sum is never returned": ("    return cents", "    cents"),
    "the weekend is Sunday and Monday": ('("sat", "sun")', '("sun", "mon")'),
    "the last hour begun is free": ("-(-minutes // 60)", "minutes // 60"),
    "full hours cost one hour more": ("-(-minutes // 60)", "minutes // 60 + 1"),
    "weekends cost double": ("cents * 3 // 2", "cents * 2"),
    "members save on Sundays too": (' and day != "sun"', ""),
    "members save only a tenth": ("cents * 4 // 5", "cents * 9 // 10"),
    "30 minutes are refused": ("30 <= minutes", "30 < minutes"),
    "no booking is too long": (" <= 600:", ":"),
}
"""Ten slips that somebody could make in the tariff: what is wrong -> the edit that makes it so."""

REFACTORINGS: dict[str, Edit] = {
    "the message is worded anew": (
        'f"{minutes} minutes: a booking lasts 30 to 600"',
        'f"bookings last 30 to 600 minutes, not {minutes}"',
    ),
    "the weekend is a set": ('in ("sat", "sun")', 'in {"sun", "sat"}'),
    "hours are rounded up by adding": ("-(-minutes // 60)", "(minutes + 59) // 60"),
}
"""Three changes of the code that change nothing that was promised."""

WORKING_DAYS = """\
def working_days(first, last):
    if last < first:
        raise ValueError("the last day lies before the first")
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    return sum(day.weekday() < 5 for day in days)
"""

_WORKING_DAYS_RIGHT: dict[str, Edit] = {
    "day by day": ("", ""),
    "by whole weeks": (
        WORKING_DAYS.splitlines()[4],
        "    weeks, rest = divmod(len(days), 7)\n"
        "    return 5 * weeks + len([d for d in days[:rest] if d.isoweekday() <= 5])",
    ),
}
_WORKING_DAYS_WRONG: dict[str, Edit] = {
    "the last day is left out": (".days + 1)", ".days)"),
    "Saturdays count": ("< 5", "< 6"),
    "five sevenths of all days": (
        "sum(day.weekday() < 5 for day in days)",
        "round(len(days) * 5 / 7)",
    ),
    "reversed dates count backwards": (
        'raise ValueError("the last day lies before the first")',
        "first, last = last, first",
    ),
    "it is never less than one day": (
        "sum(day.weekday() < 5 for day in days)",
        "max(1, sum(day.weekday() < 5 for day in days))",
    ),
}

ROOM_FOR = """\
def room_for(people):
    if not 1 <= people <= 40:
        raise ValueError("no room for so many, or for nobody")
    if people <= 8:
        return "Blue"
    if people <= 20:
        return "Green"
    return "Hall"
"""
"""Which room a group gets, by its size."""

_ROOM_FOR_WRONG: dict[str, Edit] = {
    "8 people get Green": ("people <= 8", "people < 8"),
    "9 people get Blue": ("people <= 8", "people <= 9"),
    "20 people get the Hall": ("people <= 20:", "people < 20:"),
    "21 people get Green": ("people <= 20:", "people <= 21:"),
    "40 people get nothing": ("people <= 40", "people < 40"),
    "41 people get the Hall": ("people <= 40", "people <= 41"),
    "nobody gets Blue": ("not 1 <= people", "not 0 <= people"),
    "everybody from 9 on gets the Hall": ('"Green"', '"Hall"'),
}

BOOKING_PAGE: dict[str, list[str]] = {
    "browser": ["Firefox", "Chrome", "Safari", "Edge"],
    "language": ["en", "de", "ar"],
    "payment": ["card", "invoice", "voucher"],
    "room": ["Blue", "Green", "Hall"],
    "device": ["phone", "desktop"],
    "guest": ["member", "visitor"],
    "day": ["weekday", "weekend"],
}
"""The options of the page on which rooms are booked."""

JANUARY = """\
def price(minutes, day, member):
    if not 30 <= minutes <= 600:
        raise ValueError(f"{minutes} minutes: a booking lasts 30 to 600")
    hours = -(-minutes // 60)
    cents = 1200 * min(hours, 4) + 900 * max(hours - 4, 0)
    if day in ("sat", "sun"):
        cents = cents * 3 // 2
    if member and day != "sun":
        cents = cents * 9 // 10
    return cents
"""

_JANUARY_WRONG: dict[str, Edit] = {
    "A": ("-(-minutes // 60)", "minutes // 60"),
    "B": ("1200 * min(hours, 4) + 900 * max(hours - 4, 0)", "1200 * hours"),
    "C": (' and day != "sun"', ""),
    "D": ("minutes <= 600", "minutes"),
}


def edited(text: str, *edits: Edit) -> SimpleNamespace:
    """Run a small program's text after edits, and give the names that it defines.

    Parameters
    ----------
    text
        One of the texts of this file.
    *edits
        Pairs of what stands in the text exactly once, and what takes its place. An empty pair
        changes nothing.

    Raises
    ------
    ValueError
        Where the text to replace is not there exactly once: an edit that misses would make a
        wrong version that is right.
    """
    for before, after in edits:
        if before and text.count(before) != 1:
            raise ValueError(f"expected {before!r} once in the text, got {text.count(before)}")
        text = text.replace(before, after) if before else text
    names: dict[str, Any] = {"timedelta": timedelta}
    # The text is ours: a version is shown as the line that was changed, and runs as it is shown.
    exec(compile(text, _FILE, "exec"), names)  # noqa: S102
    return SimpleNamespace(**{name: value for name, value in names.items() if name[0] != "_"})


def released() -> SimpleNamespace:
    """Give the tariff of this year: `price`, `hours_begun` and `RATE`."""
    return edited(TARIFF)


def wrong_tariffs() -> dict[str, SimpleNamespace]:
    """Give the tariff with each of the ten bugs."""
    return {name: edited(TARIFF, edit) for name, edit in BUGS.items()}


def right_tariffs() -> dict[str, SimpleNamespace]:
    """Give the tariff as released, and after each of the three refactorings."""
    changed = {name: edited(TARIFF, edit) for name, edit in REFACTORINGS.items()}
    return {"as released": released(), **changed}


def working_days(*, right: bool) -> dict[str, Callable[..., object]]:
    """Give right or wrong versions of a count of working days, `(first, last) -> int`."""
    edits = _WORKING_DAYS_RIGHT if right else _WORKING_DAYS_WRONG
    return {name: edited(WORKING_DAYS, edit).working_days for name, edit in edits.items()}


def january(*, right: bool) -> dict[str, Callable[..., object]]:
    """Give practice versions of January's tariff, `(minutes, day, member) -> cents`.

    One right version, or four wrong ones whose names do not tell what is wrong.
    """
    edits = {"right": ("", "")} if right else _JANUARY_WRONG
    return {name: edited(JANUARY, edit).price for name, edit in edits.items()}


def room_for(*, right: bool) -> dict[str, Callable[..., object]]:
    """Give the right version, or eight wrong ones, of the choice of a room, `(people) -> name`."""
    edits = {"right": ("", "")} if right else _ROOM_FOR_WRONG
    return {name: edited(ROOM_FOR, edit).room_for for name, edit in edits.items()}


def outcome(function: Callable[..., object], *arguments: object) -> object:
    """Call a function; give what it returns, or the name of the exception's class."""
    try:
        return function(*arguments)
    except Exception as error:
        return type(error).__name__


def accepts(example: Example, function: Callable[..., object]) -> bool:
    """Tell whether a function does what an example expects of it.

    An example is `(arguments, expected)`. Where an error is expected, `expected` is the name of
    its class, such as `"ValueError"`.
    """
    arguments, expected = example
    return outcome(function, *arguments) == expected


def refusals(
    examples: Sequence[Example], versions: Mapping[str, Callable[..., object]]
) -> dict[str, list[int]]:
    """Give, for each version, the positions of the examples that refuse it."""
    return {
        name: [n for n, example in enumerate(examples) if not accepts(example, function)]
        for name, function in versions.items()
    }


def red_tests(tests: Sequence[Test], rooms: SimpleNamespace) -> list[str]:
    """Run tests against one version, and give the names of those that fail, as CI would."""
    red = []
    for test in tests:
        try:
            test(rooms)
        except Exception:
            red.append(test.__name__)
    return red


def trial(tests: Sequence[Test], versions: Mapping[str, SimpleNamespace]) -> dict[str, list[str]]:
    """Give, for each version, the names of the tests that fail on it."""
    return {name: red_tests(tests, rooms) for name, rooms in versions.items()}


def refused(table: Mapping[str, Sequence[object]]) -> list[str]:
    """Give the versions of a trial that at least one test or example refuses."""
    return [name for name, by in table.items() if by]


def failure(test: Test, rooms: SimpleNamespace) -> str:
    """Run one test; give the red line that somebody would read, or `green`."""
    try:
        test(rooms)
    except Exception as error:
        return f"{type(error).__name__}: {error}".removesuffix(": ")
    return "green"


def executed_lines(tests: Sequence[Test]) -> tuple[int, int]:
    """Measure line coverage of the tariff: lines that the tests run, and all its lines.

    The line of a `def` and module-level lines run when the file is loaded and are not counted.
    """
    rooms = released()
    code = [rooms.price.__code__, rooms.hours_begun.__code__]
    lines = {line for one in code for line in _lines_of(one)}
    seen: set[int] = set()

    def watch(frame: FrameType, _event: str, _argument: object) -> Any:
        if frame.f_code.co_filename != _FILE:
            return None
        seen.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        red_tests(tests, rooms)
    finally:
        sys.settrace(before)
    return len(seen & lines), len(lines)


def _lines_of(code: CodeType) -> set[int]:
    return {line for _, _, line in code.co_lines() if line not in (None, code.co_firstlineno)}


def ci_page(tests: Sequence[Test]) -> str:
    """Give what a build server's page says of tests on the tariff as it was released."""
    red = red_tests(tests, released())
    done, lines = executed_lines(tests)
    rows = [f"{'FAILED' if test.__name__ in red else 'passed'}  {test.__name__}" for test in tests]
    total = f"{len(tests) - len(red)} of {len(tests)} passed, {100 * done // lines} % of lines run"
    return "\n".join([*rows, total])


def malformed(examples: object, arguments: int, most: int) -> str | None:
    """Say in a sentence what is wrong with the form of a list of examples, if anything is.

    Parameters
    ----------
    examples
        What somebody wrote; it may be anything.
    arguments
        How many arguments the function takes.
    most
        How many examples are allowed.
    """
    if not isinstance(examples, list | tuple):
        return f"expected a list of examples, got {type(examples).__name__}"
    if not 1 <= len(examples) <= most:
        return f"expected 1 to {most} examples, got {len(examples)}"
    for number, example in enumerate(examples, start=1):
        if not isinstance(example, list | tuple) or len(example) != 2:
            return f"example {number} is {example!r}, expected a pair (arguments, expected)"
        if not isinstance(example[0], list | tuple) or len(example[0]) != arguments:
            return f"example {number} has {example[0]!r}, expected {arguments} arguments in a tuple"
        if not isinstance(example[1], int | float | str):
            return f"example {number} expects {example[1]!r}: a number, or the name of an error"
    return None


def holding(
    examples: object, function: Callable[..., object], arguments: int, most: int
) -> list[Example]:
    """Give those of the first `most` examples that are well formed and hold for a function."""
    rows = list(examples[:most]) if isinstance(examples, list | tuple) else []
    return [row for row in rows if not malformed([row], arguments, 1) and accepts(row, function)]


def examples_page(
    examples: Sequence[Example],
    right: Mapping[str, Callable[..., object]],
    wrong: Mapping[str, Callable[..., object]],
) -> str:
    """Say which right versions examples refuse, and which wrong ones they let through."""
    lines = []
    for kind, versions in (("right", right), ("wrong", wrong)):
        table = refusals(examples, versions)
        lines.append(f"{len(refused(table))} of {len(table)} {kind} versions refused")
        for name, by in table.items():
            numbers = ", ".join(str(n + 1) for n in by)
            lines.append(f"  {name:32} {'refused by ' + numbers if by else 'accepted'}")
    return "\n".join(lines)


def combinations_of(row: Mapping[str, str], strength: int = 2) -> set[Combination]:
    """Give the pairs of a row, or its combinations of another size.

    Parameters
    ----------
    row
        Option -> value.
    strength
        How many options stand in a combination.

    Returns
    -------
    set of frozenset
        Each holds `(option, value)` tuples.
    """
    return {frozenset(some) for some in combinations(row.items(), strength)}


def all_combinations(table: Mapping[str, Sequence[str]], strength: int = 2) -> set[Combination]:
    """Give all pairs of a table's values, or all combinations of another size."""
    return {
        frozenset(zip(options, values, strict=True))
        for options in combinations(table, strength)
        for values in product(*(table[option] for option in options))
    }


def covered_rows(
    next_row: Callable[[set[Combination], Mapping[str, Sequence[str]], set[Combination]], Any],
    table: Mapping[str, Sequence[str]],
    forbidden: set[Combination],
    *,
    most: int = 100,
) -> tuple[list[dict[str, str]], set[Combination]]:
    """Ask for one row after another until all pairs are covered; give rows and pairs left over.

    Parameters
    ----------
    next_row
        Called with the pairs that are still open, the table and the forbidden pairs. Gives the
        next row as a dict, or None where no row helps.
    table
        Option -> values.
    forbidden
        Pairs that no row may have. They are never open.
    most
        Ends the loop after so many rows.
    """
    open_pairs = all_combinations(table) - forbidden
    rows: list[dict[str, str]] = []
    while open_pairs and len(rows) < most:
        row = next_row(set(open_pairs), table, set(forbidden))
        if row is None:
            break
        rows.append(row)
        if not isinstance(row, dict):  # no row ends the loop too, so that a test can name it
            break
        open_pairs -= combinations_of(row)
    return rows, open_pairs


def greedy_rows(
    table: Mapping[str, Sequence[str]], strength: int, seed: int
) -> list[dict[str, str]]:
    """Cover all combinations of a size, each time by a row that covers most of what is open.

    Of several such rows the seed decides, so the number of rows differs a little.
    """
    numbers = {one: 1 << n for n, one in enumerate(all_combinations(table, strength))}
    rows = [dict(zip(table, values, strict=True)) for values in product(*table.values())]
    Random(seed).shuffle(rows)
    masks = [sum(numbers[one] for one in combinations_of(row, strength)) for row in rows]
    chosen, still_open = [], (1 << len(numbers)) - 1
    while still_open:
        best = max(range(len(rows)), key=lambda n: (masks[n] & still_open).bit_count())
        chosen.append(rows[best])
        still_open &= ~masks[best]
    return chosen


def share_covered(
    rows: Sequence[Mapping[str, str]], table: Mapping[str, Sequence[str]], strength: int
) -> float:
    """Give the share, 0 to 1, of all combinations of a size that some row has."""
    covered = set().union(*(combinations_of(row, strength) for row in rows))
    return len(covered) / len(all_combinations(table, strength))


def draw_strengths(table: Mapping[str, Sequence[str]], seeds: Sequence[int]) -> "Figure":
    """Draw how many rows a strength needs, and which share of larger combinations they have."""
    import matplotlib.pyplot as plt

    strengths = (1, 2, 3)
    suites = {s: [greedy_rows(table, s, seed) for seed in seeds] for s in strengths}
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), dpi=80)
    for s in strengths:
        counts = [len(rows) for rows in suites[s]]
        axes[0].scatter([s] * len(counts), counts, color=_BLUE, s=18)
        spread = f"{min(counts)} to {max(counts)}" if min(counts) < max(counts) else f"{counts[0]}"
        axes[0].annotate(spread, (s + 0.08, max(counts)), fontsize=9)
        shares = [100 * share_covered(rows, table, 3) for rows in suites[s]]
        axes[1].scatter([s] * len(shares), shares, color=_VERMILLION, s=18)
    axes[0].set_ylabel("rows")
    axes[0].set_title(f"Rows ({len(seeds)} seeds each)", fontsize=11)
    axes[1].set_ylabel("% of all triples")
    axes[1].set_title("Triples that meet in some row", fontsize=11)
    for axis in axes:
        axis.set_xticks(strengths, ["each value", "all pairs", "all triples"])
        axis.set_xlim(0.6, 3.7)
        axis.set_ylim(bottom=0)
    axes[1].set_ylim(0, 105)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def draw_number_line(
    limits: Sequence[int], names: Sequence[str], inputs: Sequence[int] = (), unit: str = ""
) -> "Figure":
    """Draw classes of a number between their limits, not to scale, with inputs as dots.

    Parameters
    ----------
    limits
        The first number of each class but the lowest, ascending.
    names
        What each class stands for, from the lowest: one more than there are limits.
    inputs
        Numbers to mark. They stand on the limit, just below it, or in the middle of a class.
    unit
        Of the numbers.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(9, 1.9), dpi=80)
    for place, name in enumerate(names):
        axis.axvspan(place, place + 1, color=_PALE if place % 2 else "#CFE3F1")
        axis.text(place + 0.5, 0.72, name, ha="center", va="center", fontsize=10)
    for place, limit in enumerate(limits, start=1):
        axis.axvline(place, color="black", linewidth=1)
        axis.text(place, -0.06, f"{limit}", ha="center", va="top", fontsize=10)
    for number in inputs:
        place = sum(limit <= number for limit in limits)
        on, below = number in limits, number + 1 in limits
        x = place + (0.04 if on else 0.96 if below else 0.5)
        axis.plot(x, 0.3, "o", color=_VERMILLION, markersize=8)
        align = "left" if on else "right" if below else "center"
        axis.text(x, 0.44, f"{number}", ha=align, va="bottom", fontsize=8)
    axis.set_xlim(0, len(names))
    axis.set_ylim(0, 1)
    axis.set_yticks([])
    axis.set_xticks([])
    axis.set_xlabel(unit, labelpad=20)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def draw_trial(
    tests: Sequence[Test],
    wrong: Mapping[str, SimpleNamespace],
    right: Mapping[str, SimpleNamespace],
) -> "Figure":
    """Draw which tests are red: a row for each wrong version, below them the right ones."""
    names = [test.__name__ for test in tests]
    return _draw_tables(trial(tests, wrong), trial(tests, right), names, names)


def draw_examples(
    examples: Sequence[Example],
    wrong: Mapping[str, Callable[..., object]],
    right: Mapping[str, Callable[..., object]],
) -> "Figure":
    """Draw which examples refuse a version: wrong versions above, right ones below."""
    labels = [f"example {number}" for number in range(1, len(examples) + 1)]
    keys = range(len(examples))
    return _draw_tables(refusals(examples, wrong), refusals(examples, right), keys, labels)


def _draw_tables(
    wrong: Mapping[str, Sequence[object]],
    right: Mapping[str, Sequence[object]],
    keys: Sequence[object],
    labels: Sequence[str],
) -> "Figure":
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        2,
        1,
        figsize=(7.5, 0.32 * (len(wrong) + len(right)) + 2.4),
        dpi=80,
        sharex=True,
        gridspec_kw={"height_ratios": [len(wrong), len(right)]},
    )
    for axis, kind, table, colour in (
        (axes[0], "wrong", wrong, _BLUE),
        (axes[1], "right", right, _VERMILLION),
    ):
        _draw_table(axis, table, keys, colour)
        count = f"{len(refused(table))} of {len(table)}"
        axis.set_title(f"{count} {kind} versions refused", fontsize=11)
    turned = {"rotation": 20, "ha": "right"} if max(map(len, labels)) > 12 else {}
    axes[1].set_xticks(range(len(keys)), labels, fontsize=9, **turned)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def _draw_table(
    axis: "Axes", table: Mapping[str, Sequence[object]], keys: Sequence[object], colour: str
) -> None:
    from matplotlib.patches import Rectangle

    for row, by in enumerate(table.values()):
        for column, key in enumerate(keys):
            face = colour if key in by else _PALE
            place = (column - 0.47, row - 0.44)
            axis.add_patch(Rectangle(place, 0.94, 0.88, facecolor=face))
            if key in by:
                axis.text(column, row, "red", ha="center", va="center", color="white", fontsize=8)
    axis.set_xlim(-0.5, len(keys) - 0.5)
    axis.set_ylim(len(table) - 0.5, -0.5)
    axis.set_yticks(range(len(table)), list(table), fontsize=9)
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
