"""Bookings to merge, a waiting list with its slips, machines under review, traces cut short.

For notebook 03 of 103. How Hypothesis draws is set here, so that a run can be repeated.
The versions by which answers are graded stand in the notebook's hidden tests, not here.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import Flaky, HypothesisException
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from course.lessons.rooms import Edit, edited, outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Interval = tuple[int, int]
Step = tuple[Any, ...]

_BLUE, _VERMILLION = "#0072B2", "#D55E00"

# What Hypothesis notes for itself belongs into no learner's folder.
set_hypothesis_home_dir(Path(gettempdir()) / "hypothesis")

# No clock and no database: the same code draws the same inputs, however busy the machine is.
_SHRINKING = settings(
    max_examples=100,
    stateful_step_count=12,
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    print_blob=False,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
_QUICK = settings(_SHRINKING, phases=(Phase.explicit, Phase.generate))

MERGE = """\
def merge(bookings):
    merged = []
    for start, end in sorted(bookings):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
"""
"""Joins bookings that overlap or touch."""

_MERGE_WRONG = {
    "A": ("start <= merged", "start < merged"),
    "B": ("max(merged[-1][1], end)", "end"),
    "C": ("sorted(bookings)", "bookings"),
    "D": ("merged = []", "merged = [(0, 1)]"),
}


def use_profile() -> None:
    """Let Hypothesis draw 100 inputs, or 100 runs of up to 12 steps, the same each time."""
    settings.register_profile("notebook", _SHRINKING)
    settings.load_profile("notebook")


def finding(check: Callable[..., object], *arguments: object) -> str:
    """Run a test with shrinking; give `green`, or what it found in its smallest form.

    Parameters
    ----------
    check
        A test that raises where something is wrong.
    *arguments
        What it is called with, such as the function that it tests.
    """
    before = settings.get_current_profile_name()
    use_profile()
    try:
        check(*arguments)
    except NotImplementedError:
        raise
    except Exception as error:
        # Hypothesis writes the input that it found as a note; other notes speak of its own files.
        kinds = ("Failing", "state", "Draw")
        notes = [note for note in getattr(error, "__notes__", []) if note.startswith(kinds)]
        title = f"{type(error).__name__}: {error}".removesuffix(": ").splitlines()[0]
        return "\n".join([title, *notes])
    finally:
        settings.load_profile(before)
    return "green"


def color(machine: type[RuleBasedStateMachine], number: int = 1) -> str:
    """Try 600 runs of a state machine; give `green`, `red`, or what is wrong with the machine.

    In each of up to 15 steps, all rules that may be used are equally likely. Hypothesis leaves
    some rules out of most of its runs (swarm testing), so that it needs several times as many runs
    to meet what takes all of them. Arguments are those that Hypothesis draws.

    A machine is red when a rule or an invariant raises something, which may come from an assert or
    from the program that it tests. A complaint of Hypothesis is neither: it speaks of the machine.

    Parameters
    ----------
    machine
        A machine whose rules take their arguments from strategies, and have no bundles.
    number
        A seed.
    """
    try:
        # Hypothesis says better what is wrong with a machine that it cannot run.
        run_state_machine_as_test(machine, settings=settings(_QUICK, max_examples=10))
        rules = machine.setup_state().rules
        if any(one.bundles or one.targets or "data()" in repr(one.arguments) for one in rules):
            return "a rule with a bundle or st.data(): give rules their arguments in @rule(...)"
        drawings = [drawn(st.fixed_dictionaries(one.arguments), 60, number) for one in rules]
        random = Random(number)
        for _ in range(600):
            _run(machine(), [*zip(rules, drawings, strict=True)], random)
    except NotImplementedError:
        raise
    except Flaky as complaint:
        return (
            f"{type(complaint).__name__}: a run went otherwise when it was repeated. "
            "Make the model in __init__, so that runs share nothing"
        )
    except HypothesisException as complaint:
        return f"{type(complaint).__name__}: {complaint}".splitlines()[0]
    except Exception:
        return "red"
    return "green"


def _run(machine: Any, rules: list[tuple[Any, list[dict[str, Any]]]], random: Random) -> None:
    def allowed(one: Any) -> bool:
        return all(condition(machine) for condition in one.preconditions)

    def check() -> None:
        for one in machine.invariants:
            if allowed(one):
                one.function(machine)

    check()
    for _ in range(15):
        usable = [pair for pair in rules if allowed(pair[0])]
        if not usable:
            break
        chosen, drawings = random.choice(usable)
        chosen.function(machine, **random.choice(drawings))
        check()
    machine.teardown()


def drawn(strategy: st.SearchStrategy[Any], count: int, number: int) -> list[Any]:
    """Give inputs that a strategy draws; another number (a seed) gives others."""
    values: list[Any] = []

    @seed(number)
    @settings(_QUICK, max_examples=count, derandomize=False)
    @given(strategy)
    def keep(value: object) -> None:
        values.append(value)

    keep()
    return values


def merges(*, right: bool) -> dict[str, Callable[..., Any]]:
    """Give practice versions of `merge`: the right one, or four wrong ones without their faults."""
    edits = {"right": ("", "")} if right else _MERGE_WRONG
    return {name: edited(MERGE, edit).merge for name, edit in edits.items()}


def draw_merges(cases: Sequence[Sequence[Interval]]) -> "Figure":
    """Draw lists of bookings (hours, blue), each above what a right merge makes of it (orange)."""
    import matplotlib.pyplot as plt

    right = merges(right=True)["right"]
    figure, axes = plt.subplots(1, len(cases), figsize=(9, 2.4), dpi=80, sharey=True)
    for axis, bookings in zip(axes, cases, strict=True):
        for row, (start, end) in enumerate(bookings):
            axis.barh(len(bookings) - row, end - start, left=start, height=0.7, color=_BLUE)
        for start, end in right(bookings):
            axis.barh(0, end - start, left=start, height=0.7, color=_VERMILLION, edgecolor="black")
        axis.set_xlim(0, 12)
        axis.set_xticks(range(0, 13, 3))
        axis.set_yticks([])
        axis.set_xlabel("hours since opening")
        axis.set_title(f"{len(bookings)} bookings, {len(right(bookings))} after", fontsize=11)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


WAITLIST = """\
class Waitlist:
    def __init__(self, limit):
        self.limit, self.names = limit, []

    def join(self, name):
        if name in self.names or len(self.names) >= self.limit:
            return False
        self.names.append(name)
        return True

    def serve(self):
        return self.names.pop(0) if self.names else None

    def cancel(self, name):
        if name not in self.names:
            return False
        self.names.remove(name)
        return True

    def resize(self, limit):
        self.limit = limit

    def waiting(self):
        return list(self.names)

    def free(self):
        return max(0, self.limit - len(self.names))
"""
"""Names that wait for a room, at most `limit` of them."""

SLIPS = {
    1: "serve gives the name that came last",
    2: "serve raises an IndexError if nobody waits",
    3: "cancel of a name that does not wait takes out the first",
    4: "a full list takes one name more",
    5: "cancel takes out the name behind the one that it was given",
    6: "a place whose name was cancelled stays taken",
    7: "a place whose name was served stays taken",
    8: "resize throws out names beyond the new limit",
    9: "resize never makes the limit smaller",
}
"""What may be wrong with a waiting list."""

_SERVE, _REMOVE = "self.names.pop(0) if self.names else None", "self.names.remove(name)"
_RESIZE = "        self.limit = limit\n\n    def waiting"
_SLIPS: dict[int, tuple[Edit, ...]] = {
    0: (),
    1: (("pop(0)", "pop()"),),
    2: ((_SERVE, "self.names.pop(0)"),),
    3: (
        (
            "not in self.names:\n            return False",
            "not in self.names:\n            del self.names[:1]\n            return False",
        ),
    ),
    4: ((">= self.limit", "> self.limit"),),
    5: (
        (
            _REMOVE,
            "place = self.names.index(name) + 1\n"
            "        del self.names[min(place, len(self.names) - 1)]",
        ),
    ),
    6: ((_REMOVE, f"{_REMOVE}\n        self.limit -= 1"),),
    7: (
        (
            f"return {_SERVE}",
            f"self.limit -= bool(self.names)\n        return {_SERVE}",
        ),
    ),
    8: ((_RESIZE, _RESIZE.replace("= limit", "= limit\n        del self.names[limit:]")),),
    9: ((_RESIZE, _RESIZE.replace("= limit", "= max(limit, self.limit)")),),
}


def waitlists(*edits: Edit) -> Callable[[int], Any]:
    """Give a maker of waiting lists, after edits of `WAITLIST`; without edits, of right ones."""
    maker: Callable[[int], Any] = edited(WAITLIST, *edits).Waitlist
    return maker


def slipping(slip: int) -> Callable[[int], Any]:
    """Give a maker of waiting lists that have one of `SLIPS`; 0 makes right ones."""
    return waitlists(*_SLIPS[slip])


Waitlist: Any = waitlists()
"""The right waiting list."""


NAMES = st.sampled_from(["Ada", "Bo", "Cy"])
"""Names that join a waiting list in these machines."""


class _Reviewed(RuleBasedStateMachine):
    make: Callable[[int], Any] = Waitlist

    def __init__(self) -> None:
        super().__init__()
        self.real, self.model = type(self).make(2), list[str]()


class _MachineA(_Reviewed):
    """Compares every answer. Joins only where there is room."""

    @precondition(lambda self: len(self.model) < 2)
    @rule(name=NAMES)
    def join(self, name: str) -> None:
        assert self.real.join(name) == (name not in self.model)
        if name not in self.model:
            self.model.append(name)

    @rule()
    def serve(self) -> None:
        assert self.real.serve() == (self.model.pop(0) if self.model else None)

    @rule(name=NAMES)
    def cancel(self, name: str) -> None:
        assert self.real.cancel(name) == (name in self.model)
        self.model = [other for other in self.model if other != name]

    @invariant()
    def same_names(self) -> None:
        assert self.real.waiting() == self.model


class _MachineB(_Reviewed):
    """Keeps those whose joining was confirmed, and asks for nothing that cannot be done."""

    @rule(name=NAMES)
    def join(self, name: str) -> None:
        if self.real.join(name):
            self.model.append(name)

    @precondition(lambda self: self.model)
    @rule()
    def serve(self) -> None:
        assert self.real.serve() == self.model.pop(0)

    @precondition(lambda self: self.model)
    @rule(place=st.integers(0, 5))
    def cancel(self, place: int) -> None:
        name = self.model[place % len(self.model)]
        self.model.remove(name)
        self.real.cancel(name)
        assert self.real.waiting() == self.model


class _MachineC(_Reviewed):
    """Knows the limit. After each step it takes over who is waiting."""

    @rule(name=NAMES)
    def join(self, name: str) -> None:
        joins = len(self.model) < 2 and name not in self.model
        assert self.real.join(name) == joins
        self.model = self.real.waiting()

    @rule(name=NAMES)
    def cancel(self, name: str) -> None:
        assert self.real.cancel(name) == (name in self.model)
        self.model = self.real.waiting()

    @rule()
    def serve(self) -> None:
        assert self.real.serve() in [None, *self.model]
        self.model = self.real.waiting()


MACHINES: dict[str, type[_Reviewed]] = {"A": _MachineA, "B": _MachineB, "C": _MachineC}
"""The three machines under review, by their letters."""


def source(letter: str) -> str:
    """Give the rules of a machine under review as they are written, without types."""
    text = inspect.getsource(MACHINES[letter])
    for annotation in (" -> None", ": str", ": int", "(_Reviewed)"):
        text = text.replace(annotation, "")
    return text.replace("class _", "class ").rstrip()


def random_steps(number: int, count: int) -> list[Step]:
    """Draw steps for a waiting list, such as `("join", "Ada")`; another number draws others."""
    random = Random(number)
    steps: list[Step] = []
    for _ in range(count):
        name = random.choice(["Ada", "Bo", "Cy", "Di"])
        steps.append(random.choice([("join", name), ("join", name), ("serve",), ("cancel", name)]))
    return steps


def replayed(make: Callable[[int], Any], steps: Sequence[Step]) -> list[tuple[object, object]]:
    """Run steps on a list with two places and on a right one; give (got, expected) of each.

    It ends at the first step whose answer is wrong.
    """
    real, right = make(2), Waitlist(2)
    answers: list[tuple[object, object]] = []
    for verb, *arguments in steps:
        got, expected = (outcome(getattr(one, verb), *arguments) for one in (real, right))
        answers.append((got, expected))
        if got != expected:
            break
    return answers


def fails(make: Callable[[int], Any], steps: Sequence[Step]) -> bool:
    """Tell whether some step gets a wrong answer."""
    return any(got != expected for got, expected in replayed(make, steps))


def failing_steps(make: Callable[[int], Any], number: int) -> list[Step]:
    """Draw steps until an answer is wrong, and give them up to there."""
    steps = random_steps(number, 500)
    return steps[: len(replayed(make, steps))]


def shown(make: Callable[[int], Any], steps: Sequence[Step]) -> str:
    """Give steps as calls with their answers, and what was expected where they differ."""
    pairs = zip(steps, replayed(make, steps), strict=False)
    return "\n".join(
        _line(n, verb, arguments, got, expected)
        for n, ((verb, *arguments), (got, expected)) in enumerate(pairs, start=1)
    )


def draw_lengths(lengths: Mapping[int, tuple[int, int]]) -> "Figure":
    """Draw the number of steps before and after shrinking, for each seed."""
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8, 2.8), dpi=80)
    for place, (before, after) in enumerate(lengths.values()):
        axis.plot([place, place], [before, after], color="#999999", zorder=1)
        axis.scatter(place, before, color=_BLUE, marker="o", label="as found" * (not place))
        axis.scatter(place, after, color=_VERMILLION, marker="s", label="shrunk" * (not place))
    axis.set_xticks(range(len(lengths)), [str(number) for number in lengths])
    axis.set_xlabel("seed")
    axis.set_ylabel("steps")
    axis.set_ylim(bottom=0)
    axis.legend(fontsize=9)
    figure.tight_layout()
    plt.close(figure)  # the notebook shows what the cell returns, once
    return figure


TRACES: dict[int, list[tuple[Step, object]]] = {
    1: [
        (("join", "Ada"), True),
        (("serve",), "Ada"),
        (("join", "Bo"), True),
        (("join", "Cy"), False),
    ],
    2: [
        (("join", "Ada"), True),
        (("cancel", "Bo"), False),
        (("serve",), None),
    ],
    3: [
        (("join", "Ada"), True),
        (("join", "Bo"), True),
        (("resize", 1), None),
        (("serve",), "Ada"),
        (("serve",), None),
    ],
}
"""Shrunk traces of lists with two places, each with another slip; the last answer is wrong."""


def trace(number: int) -> str:
    """Give one of the traces as text: calls, answers, and what was expected at the end."""
    lines = []
    right = Waitlist(2)
    for n, ((verb, *arguments), got) in enumerate(TRACES[number], start=1):
        expected = outcome(getattr(right, verb), *arguments)
        lines.append(_line(n, verb, arguments, got, expected))
    return "\n".join(lines)


def _line(n: int, verb: str, arguments: list[Any], got: object, expected: object) -> str:
    call = f"{verb}({', '.join(map(repr, arguments))})"
    wrong = "" if got == expected else f"   expected {expected!r}"
    return f"{n:2}  {call:14} -> {got!r}{wrong}"
