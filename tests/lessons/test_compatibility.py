"""Six clients, five changes to a reply, and who breaks."""

from typing import Any

import pytest

from course.lessons.compatibility import (
    CHANGES,
    CLIENTS,
    RECORDED,
    broken,
    differences,
    draw_outcomes,
    outcome,
    reply,
)


@pytest.mark.parametrize(
    ("change", "victims"),
    [
        ("add a field", ["strict parser"]),
        ("add a status", ["mail sender"]),
        ("sort by id", ["latest order"]),
        ("rename the total", ["strict parser", "revenue chart"]),
        ("id as text", ["mail sender", "next number"]),
    ],
)
def test_each_change_breaks_its_clients(change: str, victims: list[str]) -> None:
    """The table of the notebook is what the clients really do."""
    assert broken(change) == victims


def test_some_clients_fail_without_an_error() -> None:
    """A changed order is not noticed by anybody; the answer is just another one."""
    assert outcome("sort by id", "latest order") == "wrong answer"
    assert outcome("add a field", "strict parser") == "error"


def test_changes_do_not_touch_the_reply_they_are_given() -> None:
    """Each change makes a new reply, so that cells can be run in any order."""
    for change in CHANGES.values():
        original = reply()
        assert change(original) != original
        assert original == reply()


def test_every_client_reads_version_1() -> None:
    """Nobody is broken before anything has changed."""
    for client in CLIENTS.values():
        assert client(reply()) is not None


def test_the_figure_has_a_box_for_each_pair() -> None:
    """Each change and client has its word, so that colour is not needed to read it."""
    figure = draw_outcomes()

    words = [text.get_text() for text in figure.axes[0].texts]
    assert len(words) == len(CHANGES) * len(CLIENTS)
    assert words.count("fine") == 23


def test_adding_is_safe_is_wrong_four_times() -> None:
    """Twice it lets a breaking change through, twice it forbids a harmless one."""
    wrong = [broke for _, way, _, broke in RECORDED if broke != (way == "removed")]
    assert (len(RECORDED), sorted(wrong)) == (10, [False, False, True, True])


def described(kind: str = "text", *, required: bool = True, **more: Any) -> dict[str, Any]:
    """Make the description of a field."""
    return {"type": kind, "required": required, **more}


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (None, described(), [("f", "added", True)]),
        (None, described(required=False), [("f", "added", False)]),
        (described(), None, [("f", "removed", True)]),
        (described(required=False), None, [("f", "removed", False)]),
        (described(required=False), described(), [("f", "required", None)]),
        (described(), described(required=False), [("f", "optional", None)]),
        (described("integer"), described("number"), [("f", "type", ("integer", "number"))]),
        (described(values=["a"]), described(values=["b", "a"]), [("f", "more values", None)]),
        (described(values=["a", "b"]), described(values=["b"]), [("f", "fewer values", None)]),
        (described(values=["a", "b"]), described(values=["b", "a", "a"]), []),
        (described(), described(), []),
    ],
)
def test_each_kind_of_difference(
    then: dict[str, Any] | None, now: dict[str, Any] | None, expected: list[object]
) -> None:
    """Found, with its detail, and not judged."""
    old, new = ({"f": one} if one else {} for one in (then, now))
    assert differences(old, new) == expected


def test_one_field_may_differ_in_several_ways() -> None:
    """One difference hides no other."""
    old = {"f": described(values=["a"])}
    new = {"f": described("integer", required=False, values=["b"])}
    kinds = [kind for _, kind, _ in differences(old, new)]
    assert kinds == ["optional", "type", "more values", "fewer values"]
