"""Bookings to merge, a waiting list with its slips, machines under review, traces cut short.

For notebook 03 of 103. How Hypothesis draws is set here, so that a run is the same everywhere.
The versions by which answers are graded stand in the notebook's hidden tests, not here.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from course.lessons.rooms import edited, outcome

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy
    from matplotlib.figure import Figure

Interval = tuple[int, int]
Step = tuple[Any, ...]

_BLUE, _VERMILLION = "#0072B2", "#D55E00"

# No clock and no database: the same code draws the same inputs on every machine, however busy.
_QUICK = settings(
    max_examples=80,
    stateful_step_count=12,
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    print_blob=False,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
_SHRINKING = settings(_QUICK, phases=(Phase.explicit, Phase.generate, Phase.shrink))

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


_PROFILES = {"quick": _QUICK, "shrinking": _SHRINKING}


def use_profile(name: str) -> None:
    """Let Hypothesis draw 80 inputs, the same in every run.

    Parameters
    ----------
    name
        `quick` keeps a failing input as it is, `shrinking` makes it as small as it can.
    """
    settings.register_profile(name, _PROFILES[name])
    settings.load_profile(name)


def finding(check: Callable[..., object], *arguments: object) -> str:
    """Run a test with shrinking; give `green`, or what it found in its smallest form.

    A test that was defined under the quick profile keeps its inputs as they are.

    Parameters
    ----------
    check
        A test that raises where something is wrong.
    *arguments
        What it is called with, such as the function that it tests.
    """
    before = settings.get_current_profile_name()
    use_profile("shrinking")
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


def drawn(strategy: "SearchStrategy[Any]", count: int, number: int) -> list[Any]:
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


class Waitlist:
    """Names that wait for a room, at most `limit` of them.

    Parameters
    ----------
    limit
        How many may wait.
    slip
        A number of `SLIPS`, for a list that is wrong in that way; 0 for a right one.
    """

    def __init__(self, limit: int, slip: int = 0) -> None:
        self.limit = limit
        self.names: list[str] = []
        self._slip = slip
        self._taken = 0  # places that some slips count, in a way of their own

    def join(self, name: str) -> bool:
        """Let a name wait; False if it waits already, or if the list is full."""
        count = self._taken if self._slip in (6, 7) else len(self.names)
        if name in self.names or count >= self.limit + (self._slip == 4):
            return False
        self.names.append(name)
        self._taken += 1
        return True

    def serve(self) -> str | None:
        """Take out and give the name that has waited longest; None if nobody waits."""
        if self._slip == 2 and not self.names:
            raise IndexError("pop from empty list")
        if not self.names:
            return None
        self._taken -= self._slip != 7
        return self.names.pop(-1 if self._slip == 1 else 0)

    def cancel(self, name: str) -> bool:
        """Take a name out; False if it does not wait."""
        if name not in self.names:
            del self.names[: self._slip == 3]
            return False
        place = self.names.index(name)
        if self._slip == 5:
            place = min(place + 1, len(self.names) - 1)
        del self.names[place]
        self._taken -= self._slip != 6
        return True

    def resize(self, limit: int) -> None:
        """Change the limit; who waits keeps the place, even if there are more than `limit`."""
        if self._slip == 8:
            del self.names[limit:]
        self.limit = max(limit, self.limit) if self._slip == 9 else limit

    def waiting(self) -> list[str]:
        """Give the names in the order in which they will be served."""
        return list(self.names)

    def free(self) -> int:
        """Give the number of names that may still join, never less than 0."""
        return max(0, self.limit - len(self.names))


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


def slipping(slip: int) -> Callable[[int], Waitlist]:
    """Give a maker of waiting lists that have one of `SLIPS`; 0 makes right ones."""
    return lambda limit: Waitlist(limit, slip)


NAMES = st.sampled_from(["Ada", "Bo", "Cy"])
"""Names that join a waiting list in these machines."""


class _Reviewed(RuleBasedStateMachine):
    make: Callable[[int], Waitlist] = Waitlist

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
    @rule(data=st.data())
    def cancel(self, data: Any) -> None:
        name = data.draw(st.sampled_from(self.model))
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
    for annotation in (" -> None", ": str", ": Any", "(_Reviewed)"):
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


def replayed(make: Callable[[int], Waitlist], steps: Sequence[Step]) -> list[tuple[object, object]]:
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


def fails(make: Callable[[int], Waitlist], steps: Sequence[Step]) -> bool:
    """Tell whether some step gets a wrong answer."""
    return any(got != expected for got, expected in replayed(make, steps))


def failing_steps(make: Callable[[int], Waitlist], number: int) -> list[Step]:
    """Draw steps until an answer is wrong, and give them up to there."""
    steps = random_steps(number, 500)
    return steps[: len(replayed(make, steps))]


def shown(make: Callable[[int], Waitlist], steps: Sequence[Step]) -> str:
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
