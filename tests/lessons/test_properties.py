"""Properties: practice versions are wrong as they say, machines see what they are said to see."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from course.lessons.properties import (
    MACHINES,
    SLIPS,
    TRACES,
    WAITLIST,
    Waitlist,
    color,
    draw_lengths,
    draw_merges,
    drawn,
    failing_steps,
    fails,
    finding,
    merges,
    random_steps,
    replayed,
    shown,
    slipping,
    source,
    trace,
    use_profile,
    waitlists,
)

DAY = [(1, 8), (2, 4), (8, 9), (11, 12), (0, 1)]


@pytest.fixture(autouse=True)
def _own_profile() -> Iterator[None]:
    before = settings.get_current_profile_name()
    settings.load_profile("default")
    yield
    settings.load_profile(before)


def test_merge_joins_what_overlaps_touches_or_lies_within() -> None:
    """The right version keeps its promises, and each practice version breaks one."""
    right = merges(right=True)["right"]
    assert right(DAY) == [(0, 9), (11, 12)]
    assert right([]) == []
    given_wrong = {name: wrong(DAY) for name, wrong in merges(right=False).items()}
    assert [name for name, spans in given_wrong.items() if spans == right(DAY)] == ["D"]
    assert merges(right=False)["D"]([]) == [(0, 1)]


def test_a_finding_is_shrunk_and_leaves_the_profile_as_it_was() -> None:
    """What a test finds is told in its smallest form; the profile is what it was before."""

    def check(limit: int) -> None:
        @given(st.integers(0, 600))
        def below(number: int) -> None:
            assert number < limit, f"{number} is not below {limit}"

        below()

    assert finding(check, 32).splitlines() == [
        "AssertionError: 32 is not below 32",
        "Failing test case: below(",
        "    number=32,",
        ")",
    ]
    assert finding(check, 601) == "green"
    assert settings.get_current_profile_name() == "default"


def test_an_unwritten_check_is_no_finding() -> None:
    """NotImplementedError passes through, so that a try cell can say that nothing is written."""

    def check() -> None:
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        finding(check)


class Counting(RuleBasedStateMachine):
    """A machine with a rule that is given; it fails in its first step, or never."""

    fault: BaseException | None = None

    @rule(number=st.integers(0, 3))
    def count(self, number: int) -> None:
        if self.fault and number == 3:
            raise self.fault


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (None, "green"),
        (AssertionError("4"), "red"),
        (IndexError("pop from empty list"), "red"),
    ],
)
def test_a_machine_is_red_by_what_its_rules_raise(
    fault: BaseException | None, expected: str
) -> None:
    """An assert and an error of the program count alike."""
    assert color(type("Machine", (Counting,), {"fault": fault})) == expected


def test_a_complaint_of_hypothesis_is_not_red() -> None:
    """A machine that Hypothesis cannot run has noticed nothing in the program."""

    class Empty(RuleBasedStateMachine):
        pass

    class Returns(RuleBasedStateMachine):
        @rule()
        def step(self) -> bool:
            return True

    class Draws(RuleBasedStateMachine):
        @rule(data=st.data())
        def step(self, data: st.DataObject) -> None:
            data.draw(st.integers())

    class Shares(RuleBasedStateMachine):
        model: list[int] = []  # noqa: RUF012 - the fault that is meant

        @precondition(lambda self: len(self.model) < 20)
        @rule()
        def step(self) -> None:
            self.model.append(1)
            assert len(self.model) < 15

    assert color(Shares).endswith("Make the model in __init__, so that runs share nothing")
    assert color(Draws) == (
        "a rule with a bundle or st.data(): give rules their arguments in @rule(...)"
    )
    assert color(Empty).startswith("InvalidDefinition: ")
    assert color(Returns).startswith("FailedHealthCheck: ")


def test_an_unwritten_machine_has_no_color() -> None:
    """NotImplementedError passes through, so that a try cell can say that nothing is written."""
    with pytest.raises(NotImplementedError):
        color(type("Machine", (Counting,), {"fault": NotImplementedError()}))


def test_hypothesis_keeps_its_notes_out_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run leaves no .hypothesis beside a learner's notebook."""
    monkeypatch.chdir(tmp_path)
    use_profile()
    drawn(st.text(), 20, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_list_may_be_another_text() -> None:
    """An edit may replace the whole text; one that misses is an error."""
    other = WAITLIST.replace("pop(0)", "pop()")
    line = waitlists((WAITLIST, other))(2)
    assert (line.join("Ada"), line.join("Bo"), line.serve()) == (True, True, "Bo")
    with pytest.raises(ValueError, match="once in the text"):
        waitlists(("pop(1)", "pop()"))


def test_draws_follow_their_seed() -> None:
    """One seed gives the same inputs again, another one gives others."""
    numbers = st.lists(st.integers(0, 1000))
    assert drawn(numbers, 20, 1) == drawn(numbers, 20, 1)
    assert drawn(numbers, 20, 1) != drawn(numbers, 20, 2)
    assert len(drawn(numbers, 20, 1)) == 20


def test_a_waiting_list_does_what_its_methods_say() -> None:
    """Names are refused, cancelled and served in order, and a new limit throws nobody out."""
    line = Waitlist(2)
    assert [line.join(name) for name in ("Ada", "Ada", "Bo", "Cy")] == [True, False, True, False]
    line.resize(1)
    assert (line.waiting(), line.free(), line.join("Cy")) == (["Ada", "Bo"], 0, False)
    assert [line.cancel("Cy"), line.cancel("Ada")] == [False, True]
    line.resize(3)
    assert (line.free(), line.serve(), line.serve(), line.free()) == (2, "Bo", None, 3)


@pytest.mark.parametrize(
    ("slip", "steps", "expected"),
    [
        (1, [("join", "A"), ("join", "B"), ("serve",)], ("B", "A")),
        (2, [("serve",)], ("IndexError", None)),
        (3, [("join", "A"), ("cancel", "B"), ("serve",)], (None, "A")),
        (4, [("join", "A"), ("join", "B"), ("join", "C")], (True, False)),
        (5, [("join", "A"), ("join", "B"), ("cancel", "A"), ("serve",)], ("A", "B")),
        (6, [("join", "A"), ("cancel", "A"), ("join", "B"), ("join", "C")], (False, True)),
        (7, [("join", "A"), ("serve",), ("join", "B"), ("join", "C")], (False, True)),
        (8, [("join", "A"), ("join", "B"), ("resize", 1), ("serve",), ("serve",)], (None, "B")),
        (9, [("resize", 1), ("join", "A"), ("join", "B")], (True, False)),
    ],
)
def test_each_slip_shows_in_an_answer(
    slip: int, steps: list[tuple[str, ...]], expected: tuple[object, object]
) -> None:
    """A list with a slip answers the last of these steps wrongly, and no step before it."""
    answers = replayed(slipping(slip), steps)
    assert answers[-1] == expected
    assert [got for got, right in answers[:-1]] == [right for _, right in answers[:-1]]
    assert not fails(slipping(0), steps)


def unnoticed(letter: str) -> list[int]:
    """Run a machine on each slip; give those that pass."""
    passed = []
    for slip in range(8):
        make: Callable[[int], Any] = slipping(slip)
        machine = type("Machine", (MACHINES[letter],), {"make": staticmethod(make)})
        if color(machine) == "green":
            passed.append(slip)
    return passed


@pytest.mark.parametrize(
    ("letter", "expected"), [("A", [0, 4]), ("B", [0, 2, 3, 4, 6, 7]), ("C", [0, 1, 3, 5])]
)
def test_a_machine_under_review_is_blind_to_what_the_key_says(
    letter: str, expected: list[int]
) -> None:
    """Each machine accepts a right list and the slips that it cannot notice, and no other."""
    assert unnoticed(letter) == expected


def test_machines_are_shown_without_types() -> None:
    """Learners read the rules as they would write them."""
    assert source("C").splitlines()[:6] == [
        "class MachineC:",
        '    """Knows the limit. After each step it takes over who is waiting."""',
        "",
        "    @rule(name=NAMES)",
        "    def join(self, name):",
        "        joins = len(self.model) < 2 and name not in self.model",
    ]


@pytest.mark.parametrize(("number", "expected"), [(1, [7]), (2, [3]), (3, [8])])
def test_a_trace_fits_one_slip_only(number: int, expected: list[int]) -> None:
    """The key of each trace is the only slip that gives its answers."""
    steps, answers = zip(*TRACES[number], strict=True)
    fitting = [
        slip for slip in SLIPS if [got for got, _ in replayed(slipping(slip), steps)] == [*answers]
    ]
    assert fitting == expected


def test_traces_say_what_was_expected_at_the_end() -> None:
    """A trace reads like a replay, and only its last answer is wrong."""
    steps = [step for step, _ in TRACES[2]]
    assert trace(2) == shown(slipping(3), steps)
    assert trace(2).splitlines() == [
        " 1  join('Ada')    -> True",
        " 2  cancel('Bo')   -> False",
        " 3  serve()        -> None   expected 'Ada'",
    ]


def test_failing_steps_end_with_the_failure() -> None:
    """A random run is cut where its first wrong answer came."""
    for number in range(12):
        steps = failing_steps(slipping(6), number)
        assert (fails(slipping(6), steps), fails(slipping(6), steps[:-1])) == (True, False)
    assert random_steps(1, 5) == random_steps(1, 5)


def test_figures_show_what_they_are_given() -> None:
    """A figure has a panel for each day, and a point for each run as found and shrunk."""
    days = draw_merges([[(1, 3), (2, 5)], [(1, 3), (4, 5)]])
    assert [axis.get_title() for axis in days.axes] == [
        "2 bookings, 1 after",
        "2 bookings, 2 after",
    ]
    (axis,) = draw_lengths({3: (20, 4), 5: (9, 4)}).axes
    points = [tuple(map(float, one.get_offsets()[0])) for one in axis.collections]  # type: ignore[attr-defined]
    assert points == [(0, 20), (0, 4), (1, 9), (1, 4)]
    assert axis.get_ylim()[0] == 0
