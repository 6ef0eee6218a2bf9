"""Six clients, five changes to a reply, and who breaks."""

import pytest

from course.lessons.compatibility import CHANGES, CLIENTS, broken, draw_outcomes, outcome, reply


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
