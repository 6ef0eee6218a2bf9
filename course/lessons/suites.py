"""Mutants, a suite of twenty minutes, and what the assessment's tasks test, in two variants.

For notebook 05 of 103. The programs are texts, so that a mutant is an edit. The texts of the tasks
have places for the words and numbers of a variant, so that both variants are equally hard.
The mutants by which answers are graded stand in the notebook's hidden tests, not here.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from random import Random
from string import Template
from types import FrameType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

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


def _columns(table: str) -> dict[str, dict[str, str]]:
    """Read rows of `place | A's word | B's word`; give each variant's words by their places."""
    rows = [[cell.strip() for cell in row.split("|")] for row in table.splitlines()]
    return {
        "A": {place: word for place, word, _ in rows},
        "B": {place: word for place, _, word in rows},
    }


_FEE = """\
def $fee($amounts, $regular):
    if not all(1 <= $one <= $most for $one in $amounts):
        raise ValueError("a $thing $has 1 to $most $unit")
    prices = [$low if $one <= $limit else $high for $one in $amounts]
    prices = [cents + $more if place >= 2 else cents for place, cents in enumerate(prices)]
    return sum(prices) - (max(prices, default=0) if $regular else 0)
"""

_FEE_LOOP = """\
def $fee($amounts, $regular):
    total, dearest = 0, 0
    for place, $one in enumerate($amounts, start=1):
        if $one < 1 or $one > $most:
            raise ValueError(f"{$one}: too little or too much")
        cents = ($low if $one <= $limit else $high) + $more * (place > 2)
        total, dearest = total + cents, max(dearest, cents)
    return total - dearest if $regular else total
"""

_FEE_SORTED = """\
def $fee($amounts, $regular):
    if $amounts and not (min($amounts) > 0 and max($amounts) <= $most):
        raise ValueError("not here")
    prices = sorted(($high, $low)[$one <= $limit] + (0, $more)[place > 1]
                    for place, $one in enumerate($amounts))
    return sum(prices[: len(prices) - $regular])
"""

_FEE_RULES = """\
$fee($amounts, $regular), in cents. $story
- A $thing $has 1 to $most $unit, in whole $unit. With any other $thing it raises a ValueError.
- A $thing $up_to $limit $unit costs $low, $beyond $high.
- From the third $thing on, each costs $more more. They are counted in the order of the list.
- $Regulars get their dearest $thing free. If $more were added to it, they belong to its price.
- Without a $thing, nothing is to be paid.
"""

_FEE_WORDS = _columns("""\
story    | For the luggage of one ferry passenger. | For books that come back late to a library.
fee      | fee                                     | fine
amounts  | weights                                 | delays
one      | kilos                                   | days
thing    | piece                                   | book
has      | weighs                                  | is late by
unit     | kilos                                   | days
up_to    | of up to                                | with a delay of up to
beyond   | a heavier one                           | a later one
regular  | member                                  | friend
Regulars | Members                                 | Friends of the library
limit    | 10                                      | 14
most     | 32                                      | 40
low      | 500                                     | 100
high     | 1200                                    | 240
more     | 300                                     | 60
""")

_FEE_WRONG: dict[str, Edit] = {
    "1": ("$one <= $limit", "$one < $limit"),
    "2": ("place >= 2", "place >= 3"),
    "3": ("max(prices, default=0) if $regular", "prices[0] if $regular and prices"),
}

_WORK = """\
from datetime import datetime

_held = {}

def _now():
    return datetime.now().hour

def clear():
    # $cleared
    _held.clear()

def $take($key, $value):
    # True; or False, and nothing changes, if $taken
    if $key in _held:
        return False
    _held[$key] = $value
    return True

def $hour(hour=None):
    # $first from $h1 on, $second from $h2 on, $third from $h3 on until $h1; without an hour, now
    hour = _now() if hour is None else hour
    return "$first" if $h1 <= hour < $h2 else "$second" if $h2 <= hour < $h3 else "$third"

def $free($keys):
    # a list of those $keys that $open, in any order
    return list(set($keys) - set(_held))

def $call($key, $phone):
    # calls $phone($value, $key) once, with $who, and gives its answer;
    # "$nobody", and no call, if $none
    if $key not in _held:
        return "$nobody"
    return $phone(_held[$key], $key)
"""

_OLD_SUITE = """\
def test_hour(work):
    assert work.$hour() == "$first"

def test_open(work):
    work.$take($k2, $v2)
    assert work.$free([$k1, $k2, $k3]) == [$k1, $k3]

def test_call(work):
    $phone = lambda $value, $key: "$reached"
    work.$take($k3, $v3)
    assert work.$call($k3, $phone) == $phone($v3, $k3)
"""

_WORK_WORDS = _columns("""\
take    | take                         | count
hour    | shift                        | phase
free    | free                         | left
call    | remind                       | recheck
key     | day                          | shelf
keys    | days                         | shelves
value   | name                         | pieces
phone   | phone                        | ask
first   | early                        | selling
second  | late                         | tidying
third   | night                        | counting
h1      | 6                            | 9
h2      | 14                           | 18
h3      | 22                           | 21
reached | reached                      | agreed
nobody  | nobody                       | not counted
k1      | "mon"                        | "A1"
k2      | "tue"                        | "A2"
k3      | "wed"                        | "A3"
v2      | "Bo"                         | 7
v3      | "Cy"                         | 30
cleared | every day is free again      | no shelf is counted
taken   | somebody has that day        | that shelf is counted already
open    | nobody has                   | are not counted
who     | the name of who has that day | the pieces that were counted there
none    | nobody has it                | it is not counted
""")
_USED = {  # by other tests, which leave all of them taken
    "A": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "B": ("A1", "A2", "A3", "A4", "A5", "A6", "A7"),
}

SLIPS: dict[str, Edit] = {
    "the first part of the day begins an hour early": ("$h1 <= hour", "$h1 - 1 <= hour"),
    "all that was asked for is open": ("set($keys) - set(_held)", "$keys"),
    "nobody is called": ("$phone(_held[$key], $key)", '"$reached"'),
}
"""Three wrong programs to practise on: what is wrong -> the edit, with places for words."""


class _SuiteBuild(NamedTuple):
    hour: int
    after_others: bool = False  # which have left every day or shelf taken
    tests_turned: bool = False
    lists_turned: bool = False


_BUILDS = (
    _SuiteBuild(10),
    _SuiteBuild(10, lists_turned=True),
    _SuiteBuild(10, tests_turned=True),
    _SuiteBuild(10, after_others=True),
    _SuiteBuild(19),
    _SuiteBuild(23, after_others=True, tests_turned=True, lists_turned=True),
    _SuiteBuild(7, after_others=True, lists_turned=True),
    _SuiteBuild(3, tests_turned=True),
)

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
    function: Callable[..., Any] = getattr(_worded(_FEE, words, *edits), words["fee"])
    return function


def _worded(text: str, words: Mapping[str, str], *edits: Edit) -> SimpleNamespace:
    """Run a text with words in its places, after edits that have the same places."""
    whole, *parts = (
        Template(part).substitute(words) for part in (text, *chain.from_iterable(edits))
    )
    return edited(whole, *zip(parts[::2], parts[1::2], strict=True))


def fees(variant: str, *, right: bool) -> dict[str, Callable[..., Any]]:
    """Give right versions in three styles, or three wrong ones whose names do not tell why."""
    styles = {"right": _FEE, "a loop": _FEE_LOOP, "sorted prices": _FEE_SORTED}
    edits = {name: (_FEE, text) for name, text in styles.items()} if right else _FEE_WRONG
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


def workplace(variant: str) -> str:
    """Give the text of a variant's program and of its three tests: A, a rota; B, a stock take."""
    return Template(f"{_WORK}\n\n{_OLD_SUITE}").substitute(_WORK_WORDS[variant])


def old_tests(variant: str) -> dict[str, Callable[..., object]]:
    """Give the three tests of a variant by their names."""
    tests = vars(_worded(_OLD_SUITE, _WORK_WORDS[variant]))
    return {name: test for name, test in tests.items() if name.startswith("test_")}


def _work(variant: str, build: _SuiteBuild, *edits: Edit) -> SimpleNamespace:
    """Give a variant's program as a build finds it: its hour, what ran before, how lists come."""
    words = _WORK_WORDS[variant]
    work = _worded(_WORK, words, *edits, ("datetime.now().hour", f"{build.hour}"))
    free = getattr(work, words["free"])

    def ordered(*arguments: Any, **named: Any) -> Any:
        given = free(*arguments, **named)
        return sorted(given, key=str, reverse=build.lists_turned) if type(given) is list else given

    setattr(work, words["free"], ordered)
    for key in _USED[variant] if build.after_others else ():
        getattr(work, words["take"])(key, "Zoe" if variant == "A" else 99)
    return work


def _build_reds(
    variant: str, tests: Mapping[str, Callable[..., object]], *edits: Edit
) -> Iterator[tuple[_SuiteBuild, dict[str, str]]]:
    """Give each build with the tests that are red in it, and the error of each."""
    for build in _BUILDS:
        work = _work(variant, build, *edits)
        red = {}
        for name, test in [*tests.items()][:: -1 if build.tests_turned else 1]:
            try:
                test(work)
            except NotImplementedError:
                raise
            except Exception as error:
                red[name] = type(error).__name__
        yield build, red


def red_in_builds(
    variant: str, tests: Mapping[str, Callable[..., object]], *edits: Edit
) -> list[str]:
    """Run tests in eight builds of a variant's program; give those that are red in any of them.

    Parameters
    ----------
    variant
        A or B.
    tests
        Functions that take the program, by name. One that is not written yet raises
        NotImplementedError, which goes up.
    *edits
        Those of a wrong program, in the words of neither variant, as in `SLIPS`.
    """
    names: set[str] = set()
    for _, red in _build_reds(variant, tests, *edits):
        names.update(red)
        if len(names) == len(tests):  # the other builds can add nothing
            break
    return sorted(names)


def build_log(variant: str, tests: Mapping[str, Callable[..., object]], *edits: Edit) -> str:
    """Say of eight builds at which hour and in which order they ran tests, and what was red."""
    rows = []
    for number, (build, red) in enumerate(_build_reds(variant, tests, *edits), start=1):
        names = [name.removeprefix("test_") for name in tests][:: -1 if build.tests_turned else 1]
        order = ", ".join(["other tests"] * build.after_others + names)
        errors = ", ".join(f"{name.removeprefix('test_')} ({error})" for name, error in red.items())
        rows.append(f"build {number}  {build.hour:2}:00  {order:29}  red: {errors or 'none'}")
    return "\n".join(rows)


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
