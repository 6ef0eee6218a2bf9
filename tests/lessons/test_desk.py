"""A parcel desk that can be broken into: its doors, drawings of flows, paths of attacks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import unquote

import pytest
from matplotlib.patches import Rectangle

from course.lessons import desk as lesson
from course.lessons.desk import DESK_MEASURES, DESK_STEPS, ParcelDesk, Reply, Step


def visited(desk: ParcelDesk) -> tuple[str, dict[str, str | None]]:
    """Give the number of Ann's parcel, and sessions of Ann, of Bob and of an administrator."""
    people = (("ann", "customer"), ("bob", "customer"), ("chief", "admin"))
    for name, role in people:
        desk.open_account(name, "right", role, f"{name} lane")
    number = desk.accept_parcel("ann")
    pages = {name: desk.get("login", name=name, password="right") for name, _ in people}
    return number, {name: page.session for name, page in pages.items()}


def test_the_honest_are_served_by_weak_and_strict_desks() -> None:
    """A door that is shut for attackers is open for those who have business there."""
    for new in (ParcelDesk, lesson.strict_desk):
        desk = new()
        number, who = visited(desk)
        pages = [
            desk.get("parcel", who["ann"], number=number),
            desk.get("label", who["ann"], name=f"{number}.txt"),
            desk.get("customers", who["chief"], role="admin"),
        ]

        assert [page.status for page in pages] == [200, 200, 200]
        assert all("ann lane" in page.body for page in pages)


@pytest.mark.parametrize(("new", "leaks"), [(ParcelDesk, True), (lesson.strict_desk, False)])
def test_each_door_is_open_on_a_weak_desk_and_shut_on_a_strict_one(
    new: Callable[[], ParcelDesk], leaks: bool
) -> None:
    """The attacks of the notebook get through weak doors and not through strict ones."""
    desk = new()
    number, who = visited(desk)
    desk.store("private/plan.txt", "the plan")
    seen = {
        "login": "ann lane" in desk.get("login", name="ann'--", password="x").body,
        "parcel": "ann lane" in desk.get("parcel", who["bob"], number=number).body,
        "customers": "ann lane" in desk.get("customers", who["bob"], role="admin").body,
        "label": any(
            "the plan" in desk.get("label", who["bob"], name=spelling).body
            for spelling in lesson.spellings("private/plan.txt")
        ),
    }

    assert seen == dict.fromkeys(lesson.WEAK, leaks)


def test_a_label_is_for_its_owner_on_a_strict_desk() -> None:
    """Another customer's label has an address, so it is not shown."""
    desk = lesson.strict_desk()
    number, who = visited(desk)

    assert desk.get("label", who["bob"], name=f"{number}.txt").status == 404
    assert desk.get("label", who["ann"], name=f"{number}%2etxt").status == 200
    assert desk.get("label", None, name="nothing.txt").status == 404


def test_only_one_of_four_names_signs_in() -> None:
    """A comment swallows the password; an open quote is an error; nothing is stacked."""
    desk = ParcelDesk(7)
    names = ("admin", "admin'--", "' OR 1=1", 'admin"')
    pages = [desk.get("login", name=name, password="x") for name in names]

    assert [page.status for page in pages] == [200, 200, 500, 200]
    assert [page.session is not None for page in pages] == [False, True, False, False]
    assert desk.code_of_the_day in pages[1].body


def test_the_code_of_the_day_is_the_seed_s() -> None:
    """One seed is one desk, and two seeds are two."""
    assert ParcelDesk(1).code_of_the_day == ParcelDesk(1).code_of_the_day
    assert ParcelDesk(1).code_of_the_day != ParcelDesk(2).code_of_the_day


def test_doors_can_be_closed_and_exchanged() -> None:
    """A closed door answers 503, an unknown one 404, and a handler of one's own is asked."""

    def teapot(_desk: ParcelDesk, _who: str | None, fields: Mapping[str, str]) -> Reply:
        return Reply(418, fields["number"])

    desk = ParcelDesk().use(parcel=teapot)

    assert desk.get("parcel", number="12").status == 418
    assert desk.get("parcel").status == 500
    assert desk.get("garden").status == 404
    assert desk.close("label").get("label", name="x").status == 503
    assert desk.get("parcel", number="12").status == 418
    assert desk.close().get("parcel", number="12").status == 503


def test_a_session_that_nobody_got_signs_nobody_in() -> None:
    """Sessions are given by a login, and by nothing else."""
    desk = ParcelDesk()
    number, _ = visited(desk)

    assert desk.get("parcel", "session-99", number=number).status == 404
    assert desk.get("customers", "admin", role="admin").status == 403


def test_what_crosses_between_processes_is_what_a_test_may_do() -> None:
    """A learner's test asks for pages, plants data, and sees neither files nor code of the day."""
    assert all(hasattr(ParcelDesk, name) for name in ParcelDesk.__crosses__)
    assert not {"files", "code_of_the_day", "rows", "use"} & set(ParcelDesk.__crosses__)


def test_the_night_has_five_thefts_and_one_failure_that_is_none() -> None:
    """Each theft got a 200. The one error was an honest customer's."""
    log = lesson.night_log(ParcelDesk(7))
    numbers = [int(line.split()[0]) for line in log if line.endswith("200")]

    assert len(log) == 12
    assert set(lesson.TAKEN) <= set(numbers)
    assert [line for line in log if not line.endswith("200")] == [log[10]]
    assert "O'Brien" in log[10]
    assert not any("tulip" in line for line in log)


def test_thefts_of_the_night_are_those_that_a_strict_desk_refuses() -> None:
    """On a strict desk the five give nothing, and all others give what was asked for."""
    desk = lesson.strict_desk(7)
    log = lesson.night_log(desk)
    refused = {n for n, line in enumerate(log, start=1) if not line.endswith("200")}

    # Request 3 is refused with a polite 200; nobody is signed in, as request 4 shows.
    assert refused == set(lesson.TAKEN) - {3}
    assert log[3].split()[1] == "-"


def test_the_retest_passes_on_four_desks_of_which_three_are_wrong() -> None:
    """Each weak desk falls to one spelling of four, the closed one and the right one to none."""
    spellings = lesson.spellings("private/keys.txt")
    falls = {
        name: [n for n, text in enumerate(spellings) if desk.get("label", name=text).status == 200]
        for name, desk in lesson.label_desks().items()
    }

    assert falls == {"A": [0], "B": [1], "C": [3], "D": [], "E": []}
    assert unquote(unquote(spellings[2])) == spellings[0]


def test_a_table_of_verdicts_uses_a_new_desk_each_time() -> None:
    """A test that leaves something behind does not meet it again."""

    def opens(desk: ParcelDesk) -> str:
        desk.open_account("ann", "x")
        return "fine"

    table = lesson.abuse_table([opens, opens], lesson.practice_desks())

    assert table.splitlines()[0].split() == ["weak", "strict", "closed"]
    assert [line.split() for line in table.splitlines()[1:]] == [["opens", *["fine"] * 3]] * 2


def test_paths_of_the_desk_are_those_that_the_notebook_speaks_of() -> None:
    """Two ways cost 3, and one measure alone raises the cheapest."""
    alone = {
        name: lesson.cheapest_path(DESK_STEPS, [measure])[0]
        for name, measure in DESK_MEASURES.items()
    }
    ways = lesson.all_paths(DESK_STEPS)

    assert sorted(price for price, _ in ways) == [3, 3, 4, 7, 9, 10]
    assert alone == {name: 4 if "second person" in name else 3 for name in DESK_MEASURES}
    assert lesson.path_table(DESK_STEPS).splitlines()[0].split()[0] == "3"


def test_a_path_visits_no_place_twice() -> None:
    """A ring of steps does not go on for ever."""
    steps = {
        "out": Step("internet", "shed", 1),
        "on": Step("shed", "yard", 1),
        "back": Step("yard", "shed", 0),
        "round": Step("shed", "shed", 0),
        "in": Step("shed", "addresses", 2),
    }

    assert lesson.all_paths(steps) == [(3, ["out", "in"])]


def test_ways_have_one_beginning_and_one_end() -> None:
    """Where two places could be the start, nobody guesses."""
    steps = {**DESK_STEPS, "walk in": Step("street", "addresses", 1)}

    with pytest.raises(ValueError, match="too many values"):
        lesson.all_paths(steps)


def test_measures_add_to_steps_and_change_no_data() -> None:
    """Two measures on one step add up; steps with another price are new ones."""
    before = dict(DESK_STEPS)
    twice = [DESK_MEASURES["parameters in the login"]] * 2
    dearer = dict(lesson.all_paths(lesson.with_price(DESK_STEPS, "phish a clerk", 0), twice))

    assert dearer[43] == ["SQL in the login", "export all customers"]
    assert dearer[3] == ["phish a clerk", "borrow the admin tool", "export all customers"]
    assert before == DESK_STEPS


def test_flows_are_drawn_with_all_their_parts_and_marks() -> None:
    """Each part has a box, each arrow its number, and marked arrows are dashed."""
    for flows in (lesson.DESK_FLOWS, lesson.LOCKER_FLOWS):
        axis = lesson.draw_flows(flows, [1, 2]).axes[0]
        texts = {text.get_text() for text in axis.texts}
        arrows = [text.arrow_patch for text in axis.texts if getattr(text, "arrow_patch", None)]

        assert {str(number) for number in flows} <= texts
        assert {end for flow in flows.values() for end in (flow.sender, flow.receiver)} <= texts
        assert [arrow.get_linestyle() for arrow in arrows].count("--") == 2


def test_a_part_that_does_not_meet_the_middle_stands_beside_its_partner() -> None:
    """Software for the lockers comes from a bucket that stands in the column of the locker."""
    axis = lesson.draw_flows(lesson.LOCKER_FLOWS).axes[0]
    places = {text.get_text(): text.get_position() for text in axis.texts}

    assert places["update bucket"][0] == places["locker"][0]
    assert axis.get_title() == ""


def test_paths_are_drawn_as_long_as_they_cost() -> None:
    """The pieces of all bars are all prices, and what a measure made dearer is hatched."""
    measure = DESK_MEASURES["a second person approves exports"]
    axis = lesson.draw_paths(DESK_STEPS, [measure]).axes[0]
    widths = sum(patch.get_width() for patch in axis.patches if isinstance(patch, Rectangle))

    assert widths == sum(price for price, _ in lesson.all_paths(DESK_STEPS, [measure]))
    assert sum(bool(patch.get_hatch()) for patch in axis.patches) == 3
    assert axis.get_xlim()[0] == 0


def test_a_table_of_flows_says_what_is_marked() -> None:
    """Each flow has its line, and the team's marks are in it."""
    flows = {
        1: replace(lesson.DESK_FLOWS[1], marked=True),
        2: lesson.DESK_FLOWS[2],
    }
    first, second = lesson.flow_table(flows).splitlines()

    assert ("marked" in first, "marked" in second) == (True, False)
    assert "browser -> desk" in first
