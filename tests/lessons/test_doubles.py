"""Doubles: the fake fails where it should, texts run as they are shown, and houses repeat."""

from types import SimpleNamespace

import numpy as np
import pytest

from course.lessons.doubles import (
    BOOK,
    HOUSE,
    Calendar,
    booker,
    draw_lost,
    draw_retries,
    green_runs,
    house,
    marked,
    partner,
    red_in_any_order,
    red_tests,
)


def test_a_booking_is_held_and_confirmed() -> None:
    """A call that works leaves a booking and no hold; the second one is taken."""
    calendar = Calendar()
    assert [booker()(calendar, "Blue", 9) for _ in range(2)] == ["booked", "taken"]
    assert (calendar.calls, calendar.held) == (["hold", "confirm", "hold"], {})
    assert calendar.confirmed == [("Blue", 9)]


@pytest.mark.parametrize(
    ("breaks_at", "lost", "held", "confirmed"),
    [
        (1, "request", 0, 0),
        (1, "reply", 1, 0),
        (2, "request", 0, 0),
        (2, "reply", 0, 1),
    ],
)
def test_a_lost_reply_has_its_effect(breaks_at: int, lost: str, held: int, confirmed: int) -> None:
    """A lost request changes nothing; what a lost reply leaves depends on the call."""
    calendar = Calendar(breaks_at, lost)
    assert booker()(calendar, "Blue", 9) == "try again"
    assert (len(calendar.held), len(calendar.confirmed)) == (held, confirmed)


def test_lines_that_ran_are_marked() -> None:
    """The happy way runs none of the lines that deal with failure."""
    rows = marked(BOOK, "book", Calendar(), "Blue", 9).splitlines()
    assert [row[2:].strip() for row in rows if row[0] == " "] == [
        "def book(calendar, room, hour):",
        "except TimeoutError:",
        'return "try again"',
        'return "taken"',
        "except TimeoutError:",
        "calendar.release(hold)",
        'return "try again"',
    ]


def test_the_partner_keeps_its_description() -> None:
    """Holds are given, refused, deleted and counted as the description says."""
    send = partner()
    first = send("POST", "/holds", {"room": "Blue", "hour": 9})
    assert (first["status"], first["body"]["until"]) == (201, "2026-03-02T09:05:00+01:00")
    assert send("POST", "/holds", {"room": "Blue", "hour": 9})["status"] == 409
    assert send("POST", "/holds", {"room": "Crowded", "hour": 9})["headers"] == {
        "Retry-After": "30"
    }
    assert send("DELETE", f"/holds/{first['body']['hold']}")["status"] == 204
    assert send("POST", "/holds", {"room": "Blue", "hour": 9})["status"] == 201


def test_a_name_of_a_hold_is_never_given_twice() -> None:
    """After a delete the partner goes on counting, so no later hold takes the place of another."""
    send = partner()

    def post(room: str, hour: int) -> tuple[int, str | None]:
        reply = send("POST", "/holds", {"room": room, "hour": hour})
        return reply["status"], (reply["body"] or {}).get("hold")

    assert [post("Blue", 9), post("Blue", 10), post("Green", 9)] == [
        (201, "h1"),
        (201, "h2"),
        (201, "h3"),
    ]
    send("DELETE", "/holds/h1")
    assert post("Blue", 9) == (201, "h4")
    assert [post("Blue", 10), post("Green", 9)] == [(409, None), (409, None)]


def test_a_house_follows_its_number() -> None:
    """One number gives the same answers again, and numbers differ."""

    def answers(number: int) -> tuple[str, str, list[str]]:
        one = house(number)
        return one.badge(), one.winner(["Ada", "Bo", "Cy"]), one.labels(["Blue", "Green", "Red"])

    assert answers(1) == answers(1)
    assert len({str(answers(number)) for number in range(20)}) > 5
    assert "WORLD = Random(0)" in HOUSE


def test_red_tests_are_named_in_their_order() -> None:
    """A test that raises is red, whatever it raises; one that is not written is no result."""

    def right(building: object) -> None:
        assert building

    def wrong(building: object) -> None:
        raise KeyError(building)

    def unwritten(_building: object) -> None:
        raise NotImplementedError

    assert red_tests({"b": wrong, "a": right, "c": wrong}, house(1)) == ["b", "c"]
    with pytest.raises(NotImplementedError):
        red_tests({"a": unwritten}, house(1))


def test_every_order_is_tried_and_what_is_left_behind_is_told() -> None:
    """A test that another one disturbs is red, and so is who leaves a rate or a booking."""

    def disturbs(building: SimpleNamespace) -> None:
        building.Desk.rate = 10

    def disturbed(building: SimpleNamespace) -> None:
        assert building.Desk.rate == 12

    def books(building: SimpleNamespace) -> None:
        building.DESK.book("Blue", "Ada")

    left = "leaves something behind"
    assert red_in_any_order({"a": disturbed}) == []
    assert red_in_any_order({"a": disturbed, "b": disturbs}) == ["a", left]
    assert red_in_any_order({"a": books}) == [left]
    assert red_in_any_order({"a": disturbed}, ("rate = 12", "rate = 13")) == ["a"]


def test_retries_hide_what_is_red_sometimes() -> None:
    """200 tests that are red once in 200 runs are green together in about 37 % of runs."""
    shares = [green_runs(200, 1 / 200, 0, number, 300) for number in range(5)]
    assert 30 < sum(shares) / 5 < 44
    assert green_runs(1, 0.3, 2, 1) > 95
    assert green_runs(3, 1.0, 2, 1, 10) == 0


def test_figures_show_what_is_lost_and_what_was_measured() -> None:
    """A panel for each way to lose a call says what the partner has; seeds are points."""
    panels = {
        axis.get_title(): [text.get_text() for text in axis.texts] for axis in draw_lost().axes
    }
    assert list(panels) == ["the request is lost", "the reply is lost"]
    assert ["nothing is held" in said for said in panels.values()] == [True, False]
    assert ["h1: Blue, 9 is held" in said for said in panels.values()] == [False, True]
    assert all("TimeoutError" in said for said in panels.values())
    (axis,) = draw_retries({0: ([36, 38], [30, 31]), 1: ([99, 100], [9, 10])}).axes
    points = [np.asarray(one.get_offsets())[:, 1].tolist() for one in axis.collections]
    assert points == [[36, 38], [30, 31], [99, 100], [9, 10]]
    assert axis.get_ylim()[0] == 0
