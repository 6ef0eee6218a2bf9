"""Mutants of a house's rules, and a suite of twenty minutes: what it kills and what it costs.

For notebook 05 of 103. The programs are texts, so that a mutant is an edit.
The mutants by which answers are graded stand in the notebook's hidden tests, not here.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from random import Random
from string import Template
from types import FrameType
from typing import TYPE_CHECKING, Any

from course.lessons.rooms import TARIFF, Edit, Example, accepts, edited, outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _VERMILLION, _PALE = "#0072B2", "#D55E00", "#EEEEEE"

PRICE_MUTANTS: dict[str, Edit] = {
    "RATE is 1001": ("RATE = 1000", "RATE = 1001"),
    "// 60 becomes // 61": ("minutes // 60", "minutes // 61"),
    "not is gone": ("if not 30", "if 30"),
    "30 <= becomes 30 <": ("30 <= minutes", "30 < minutes"),
    "<= 600 becomes < 600": ("minutes <= 600", "minutes < 600"),
    "the message begins with XX": ('f"{minutes} minutes', 'f"XX{minutes} minutes'),
    "sun becomes XXsunXX": ('("sat", "sun")', '("sat", "XXsunXX")'),
    "// 2 becomes // 3": ("* 3 // 2", "* 3 // 3"),
    "and becomes or": ("member and", "member or"),
    '!= "sun" becomes == "sun"': ('day != "sun"', 'day == "sun"'),
    '!= "sun" becomes < "sun"': ('day != "sun"', 'day < "sun"'),
    "* 4 becomes * 5": ("* 4 // 5", "* 5 // 5"),
}
"""Twelve mutants of the tariff, as a tool would make them: what it did -> the edit."""

DEPOSIT = """\
def deposit(guests, hours, day):
    cents = 5000
    if guests > 20:
        cents = 9000
    late = 0
    if hours > 4:
        late = (hours - 4) * 1000
    if day == "sun" and late > 0:
        late = late * 2
    return min(cents + late, 24000)
"""
"""What a party leaves as a deposit, in cents."""

SURVIVORS: dict[str, Edit] = {
    "A": ("if guests > 20", "if guests >= 20"),
    "B": ("if hours > 4", "if hours >= 4"),
    "C": ("late > 0", "late > 1000"),
    "D": ('day == "sun"', 'day >= "sun"'),
    "E": ("min(cents + late, 24000)", "cents + late"),
    "F": ("late * 2", "late + 4000"),
    "G": ("(hours - 4) * 1000", "abs(hours - 4) * 1000"),
    "H": ("late > 0", "late >= 1000"),
}
"""Eight mutants of the deposit that a suite lets live."""

_FEE = """\
def $fee($amounts, $regular):
    if not all(1 <= $one <= $most for $one in $amounts):
        raise ValueError("a $thing $has 1 to $most $unit")
    prices = [$low if $one <= $limit else $high for $one in $amounts]
    prices = [cents + $more if place >= 2 else cents for place, cents in enumerate(prices)]
    return sum(prices) - (max(prices, default=0) if $regular else 0)
"""

_FEE_RULES = """\
$fee($amounts, $regular), in cents. $story
- A $thing $has 1 to $most $unit, in whole $unit. With any other $thing it raises a ValueError.
- A $thing $up_to $limit $unit$suffix costs $low, $beyond $high.
- From the third $thing on, each costs $more more. They are counted in the order of the list.
- $Regulars get their dearest $thing free. If $more were added to it, they belong to its price.
- Without a $thing, nothing is to be paid.
"""

_FEE_WORDS: dict[str, dict[str, str]] = {
    "A": {
        "story": "What a ferry takes for the luggage of a passenger.",
        "fee": "fee",
        "amounts": "weights",
        "one": "kilos",
        "thing": "piece",
        "has": "weighs",
        "unit": "kilos",
        "up_to": "of up to",
        "suffix": "",
        "beyond": "a heavier one",
        "regular": "member",
        "Regulars": "Members",
        "limit": "10",
        "most": "32",
        "low": "500",
        "high": "1200",
        "more": "300",
    },
    "B": {
        "story": "What a library takes for books that come back late.",
        "fee": "fine",
        "amounts": "delays",
        "one": "days",
        "thing": "book",
        "has": "is late by",
        "unit": "days",
        "up_to": "that is up to",
        "suffix": " late",
        "beyond": "a later one",
        "regular": "friend",
        "Regulars": "Friends of the library",
        "limit": "14",
        "most": "40",
        "low": "100",
        "high": "240",
        "more": "60",
    },
}

_FEE_WRONG: dict[str, Edit] = {
    "1": ("$one <= $limit", "$one < $limit"),
    "2": ("place >= 2", "place >= 3"),
    "3": ("max(prices, default=0) if $regular", "prices[0] if $regular and prices"),
}

KINDS = (
    "limits",
    "members",
    "weekends",
    "rounding",
    "waiting list",
    "mails",
    "clock",
    "two at once",
)
"""The kinds of faults of which the house's forty mutants are made, five of each."""

SUITE = """\
price_hours     0.2 ###.. ..... ..... ##... ..... ..... ..... .....
price_limits    0.3 ##### ..... ..... ..... ..... ..... ..... .....
price_days      0.2 ..... #.... ###.. ..... ..... ..... ..... .....
price_members   0.3 ..... ####. #.... ..... ..... ..... ..... .....
price_table     0.6 ##.#. ##### ###.. ..... ..... ..... ..... .....
price_property  1.2 ####. ..... ..... ####. ..... ..... ..... .....
invoice_sum     0.4 ..... #.... ..... ###.. ..... ..... ..... .....
invoice_year    1.4 ..... ##... ###.. ####. ..... ..... ..... .....
weekend_rules   0.4 ..... ..... ##### ..... ..... ..... ..... .....
wait_join       0.2 ..... ..... ..... ..... ###.. ..... ..... .....
wait_cancel     0.3 ..... ..... ..... ..... ####. ..... ..... .....
wait_machine    1.6 ..... ..... ..... ..... ##### ..... ..... .....
mail_text       0.2 ..... ..... ..... ..... ..... ###.. ..... .....
mail_once       0.5 ..... ..... ..... ..... ..... ###.# ..... .....
mail_breaks     0.9 ..... ..... ..... ..... ..... ##### ..... .....
clock_night     0.5 ..... ..... #.... ..... ..... ..... ###.. .....
clock_zones     1.9 ..... ..... ..... ..... ..... ..... ###.# .....
clock_change    1.1 ..... ..... ..... ..... ..... ..... ##### .....
race_pairs      0.8 ..... ..... ..... ..... ..... ..... ..... ####.
race_orders     2.0 ..... ..... ..... ..... ##... ..... ..... ####.
page_booking    1.5 ##... ##... ##... ..... ..... ##... #.... .....
page_cancel     1.2 ..... ..... ..... ..... ##... ###.. ..... .....
page_smoke      1.3 ##... #.... #.... #.... #.... #.... ..... .....
report_month    1.0 ..... ..... ##... ###.. ..... ..... ###.. .....
"""
"""The suite: a test, its minutes, and which of five mutants of each kind it kills (`#`)."""


def mutants(text: str, swaps: Iterable[Edit]) -> Iterator[str]:
    """Give a program's text with one swap at one place, for all swaps and places in turn.

    Parameters
    ----------
    text
        A program.
    swaps
        Pairs of a regular expression and what takes the place of a match.
    """
    for before, after in swaps:
        for match in re.finditer(before, text):
            yield text[: match.start()] + after + text[match.end() :]


def changed_line(text: str, mutant: str) -> str:
    """Give the line of a mutant that is not as in the text."""
    pairs = zip(text.splitlines(), mutant.splitlines(), strict=True)
    return next(new.strip() for old, new in pairs if new != old)


@cache
def deposit(name: str = "") -> Callable[..., Any]:
    """Give the deposit, or the survivor of that name (a letter)."""
    function: Callable[..., Any] = edited(DEPOSIT, SURVIVORS.get(name, ("", ""))).deposit
    return function


def fee_rules(variant: str) -> str:
    """Give the rules of a fee in the words of a variant, A (a ferry) or B (a library)."""
    return Template(_FEE_RULES).substitute(_FEE_WORDS[variant])


def fee_version(variant: str, *edits: Edit) -> Callable[..., Any]:
    """Give the fee of a variant after edits.

    Parameters
    ----------
    variant
        A or B.
    *edits
        As in `course.lessons.rooms.edited`, in the words of neither variant: `$one <= $limit`.
    """
    words = _FEE_WORDS[variant]
    text, *parts = (
        Template(part).substitute(words) for part in (_FEE, *chain.from_iterable(edits))
    )
    version = edited(text, *zip(parts[::2], parts[1::2], strict=True))
    function: Callable[..., Any] = getattr(version, words["fee"])
    return function


def fees(variant: str, *, right: bool) -> dict[str, Callable[..., Any]]:
    """Give the right version, or three wrong ones whose names do not tell what is wrong."""
    edits = {"right": ("", "")} if right else _FEE_WRONG
    return {name: fee_version(variant, edit) for name, edit in edits.items()}


def verdict(check: Callable[..., object], function: Callable[..., object]) -> str:
    """Say what a check does to a function: `accepts`, `refuses`, or the error that came up.

    A check refuses by an AssertionError, and by nothing else. One that is not written yet raises
    NotImplementedError, which goes up.
    """
    try:
        check(function)
    except AssertionError:
        return "refuses"
    except NotImplementedError:
        raise
    except Exception as error:
        return type(error).__name__
    return "accepts"


def _rows() -> dict[str, tuple[float, str]]:
    rows = (row.split(maxsplit=2) for row in SUITE.splitlines())
    return {name: (float(minutes), marks.replace(" ", "")) for name, minutes, marks in rows}


def suite_minutes() -> dict[str, float]:
    """Give the tests of the suite with the minutes that each takes."""
    return {name: minutes for name, (minutes, _) in _rows().items()}


def suite_kills() -> dict[str, set[str]]:
    """Give, for each test of the suite, the mutants that it kills, such as `mails 4`."""
    names = [f"{kind} {number}" for kind in KINDS for number in range(1, 6)]
    return {
        test: {name for name, mark in zip(names, marks, strict=True) if mark == "#"}
        for test, (_, marks) in _rows().items()
    }


def plan_page(tests: Sequence[str]) -> str:
    """Say of some tests what they take, and of each kind of mutants how many die, and how safely.

    A mutant that one test alone kills is named: if that test misses its like, nobody sees it.
    """
    minutes, kills = suite_minutes(), suite_kills()
    taken = sum(minutes[test] for test in tests)
    dead = set().union(*(kills[test] for test in tests))
    lines = [f"{len(tests)} tests, {taken:.1f} minutes, {len(dead)} mutants die"]
    for kind in KINDS:
        mine = sorted(name for name in dead if name.startswith(kind))
        killers = {name: [test for test in tests if name in kills[test]] for name in mine}
        alone = sorted({by[0] for by in killers.values() if len(by) == 1})
        once = sum(len(by) == 1 for by in killers.values())
        note = f", {once} by one test alone: {', '.join(alone)}" if once else ""
        lines.append(f"  {kind:12} {len(mine)} of 5{note}")
    return "\n".join(lines)


def draw_suite() -> "Figure":
    """Draw the suite: a row for each test, with its minutes, and the mutants that it kills."""
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    minutes, kills = suite_minutes(), suite_kills()
    names = [f"{kind} {number}" for kind in KINDS for number in range(1, 6)]
    figure, (bars, grid) = plt.subplots(
        1, 2, figsize=(9.4, 5.2), dpi=72, sharey=True, gridspec_kw={"width_ratios": [1, 3]}
    )
    for row, test in enumerate(minutes):
        bars.barh(row, minutes[test], color=_BLUE, height=0.7)
        for column, name in enumerate(names):
            face = _VERMILLION if name in kills[test] else _PALE
            grid.add_patch(Rectangle((column, row - 0.4), 0.86, 0.8, facecolor=face))
    bars.set_yticks(range(len(minutes)), list(minutes), fontsize=9)
    bars.set_xlabel("minutes")
    bars.set_xlim(0, 2.2)
    bars.invert_yaxis()
    for place in range(5, 40, 5):
        grid.axvline(place - 0.07, color="black", linewidth=0.8)
    grid.set_xlim(0, 40)
    grid.set_xticks([5 * n + 2.5 for n in range(8)], KINDS, fontsize=9, rotation=20, ha="right")
    grid.tick_params(length=0)
    grid.set_title("Mutants that each test kills (orange)", fontsize=11)
    for axis in (bars, grid):
        axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


def drawn_example(random: Random) -> Example:
    """Draw one example of the tariff, `((minutes, day, member), expected)`, expected as it is."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    arguments = random.randrange(1, 661), random.choice(days), random.random() < 0.5
    return arguments, outcome(edited(TARIFF).price, *arguments)


def lines_of_price(example: Example) -> set[int]:
    """Give the lines of `price` in the tariff's text that an example runs."""
    price = edited(TARIFF).price
    lines: set[int] = set()

    def watch(frame: FrameType, event: str, _argument: object) -> Any:
        if frame.f_code is not price.__code__:
            return None
        if event == "line":
            lines.add(frame.f_lineno)
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        outcome(price, *example[0])
    finally:
        sys.settrace(before)
    return lines


def growth(seed: int, most: int = 16) -> list[tuple[float, float]]:
    """Draw examples one after another; give shares of lines run and of mutants killed, in percent.

    Parameters
    ----------
    seed
        Decides the examples.
    most
        How many are drawn; the list has a pair for each number of examples from 1 on.
    """
    random = Random(seed)
    mutated = {name: edited(TARIFF, edit).price for name, edit in PRICE_MUTANTS.items()}
    price_lines = 8  # of the body of `price`
    run: set[int] = set()
    dead: set[str] = set()
    shares = []
    for _ in range(most):
        example = drawn_example(random)
        run |= lines_of_price(example)
        dead |= {name for name, price in mutated.items() if not accepts(example, price)}
        shares.append((100 * len(run) / price_lines, 100 * len(dead) / len(mutated)))
    return shares


def draw_growth(seeds: Sequence[int]) -> "Figure":
    """Draw lines run and mutants killed by the number of drawn examples: median, and all seeds."""
    import matplotlib.pyplot as plt

    runs = [growth(seed) for seed in seeds]
    numbers = range(1, len(runs[0]) + 1)
    figure, axis = plt.subplots(figsize=(7.5, 3.6), dpi=80)
    for part, colour, style, name in (
        (0, _BLUE, "-", "lines that ran"),
        (1, _VERMILLION, "--", "mutants killed"),
    ):
        columns = [sorted(run[n - 1][part] for run in runs) for n in numbers]
        axis.fill_between(
            numbers, [c[0] for c in columns], [c[-1] for c in columns], color=colour, alpha=0.15
        )
        middle = [column[len(column) // 2] for column in columns]
        axis.plot(numbers, middle, style, color=colour, linewidth=2)
        axis.annotate(name, (numbers[-1] + 0.2, middle[-1]), color=colour, va="center", fontsize=10)
    axis.set_xlabel("examples, drawn at random")
    axis.set_ylabel("%")
    axis.set_ylim(0, 105)
    axis.set_xlim(1, len(numbers) + 4)
    axis.set_xticks([1, 4, 8, 12, 16])
    axis.set_title(f"Median and range of {len(runs)} draws", fontsize=11)
    axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure
