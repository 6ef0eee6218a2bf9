"""Both versions of the practical assessment are one trace, and its meters count what they say."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from course.lessons import practical as lesson
from course.lessons.practical import DrawnTask

A, B = DrawnTask(), DrawnTask(variant="B")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "[]",
        '{"variant": "B"}',
        '{"variant": "C", "seed": 1, "form": 1}',
        '{"variant": "B", "seed": "1", "form": 1}',
        '{"variant": "B", "seed": true, "form": 1}',
    ],
)
def test_what_is_no_paper_gives_the_version_of_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Whatever lies there, nothing is raised, and variant A with seed 0 holds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.json").write_text(text)
    assert lesson.drawn_task() == A


def test_a_paper_gives_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variant, seed and form; without a file those of the source."""
    monkeypatch.chdir(tmp_path)
    assert lesson.drawn_task() == A
    (tmp_path / "paper.json").write_text('{"variant": "B", "seed": 7, "form": 2, "items": []}')
    assert lesson.drawn_task() == DrawnTask(variant="B", seed=7, form=2)


def as_a(item: str) -> str:
    """Give the seat that stands where this pair does."""
    for group in range(lesson.GROUPS):
        for number in range(lesson.OF_A_GROUP + 5):
            if lesson.item_name("B", group, number) == item:
                return lesson.item_name("A", group, number)
    raise ValueError(item)


def test_both_versions_have_the_same_views() -> None:
    """Same times, same places; 48 items, 8 of each group."""
    seats, pairs = lesson.views(A, 20), lesson.views(B, 20)
    assert [(at, [as_a(item) for item in items]) for at, items in pairs] == seats
    groups = [lesson.group_of(item) for item in pairs[0][1]]
    assert sorted(map(groups.count, set(groups))) == [8] * 6


def test_both_versions_cost_the_same_as_found() -> None:
    """The same number of calls, and another number with another seed."""
    counts = [
        len(lesson.play(lesson.FoundBoard(), lesson.views(task)).calls)
        for task in (A, B, DrawnTask(seed=1))
    ]
    assert (counts[0], len(set(counts))) == (counts[1], 2)


class Careless:
    """Asks for what it is told to, and shows what it is told to."""

    def __init__(self, asks: list[list[str]], shows: dict[str, int]) -> None:
        self.asks, self.shows = asks, shows

    def page(self, items: list[str], now: float) -> Generator[list[str], Any, dict[str, int]]:  # noqa: ARG002
        """Fetch, and show."""
        for ask in self.asks:  # noqa: UP028 - a list takes no values that are sent
            yield ask
        return self.shows


def test_the_meter_counts_each_breach() -> None:
    """Items of two groups, an item twice, more than twenty, and a value that nobody gave."""
    many = [lesson.item_name("A", 0, number) for number in range(21)]
    board = Careless([["A-01", "B-01"], ["A-01", "A-01"], many], {"A-01": 1})
    got = lesson.play(board, [(0.0, ["A-01"])])
    assert (got.mixed, got.double, got.large, got.wrong) == (1, 1, 1, 1)


def test_the_meter_stops_a_board_that_asks_for_ever() -> None:
    """A run ends, whatever the board does."""
    with pytest.raises(lesson.TooManyRequests):
        lesson.play(Careless([["A-01"]] * 20, {}), [(0.0, ["A-01"])], most_calls=10)


def test_a_failing_backend_gives_nothing_and_an_error_is_noted() -> None:
    """A board that takes values for granted refuses its view."""
    got = lesson.play(lesson.FoundBoard(), [(0.0, ["A-01"])], down=(0, 1))
    assert [answer for _, answer in got.answers] == ["AttributeError"]
    assert got.refused == 1


def test_an_export_counts_what_it_is_asked() -> None:
    """Statements, heads read over all readings, and what is done to codes."""
    store = lesson.ExportStore(B, [("k-1", [1, 2]), ("K1", [3])])
    heads = [*store.heads(), *store.heads()]
    store.one(1)
    assert store.some([1, 2]) == {1: {"article": "Article 1"}, 2: {"article": "Article 2"}}
    assert heads[0]["number"] == heads[1]["number"]
    assert (store.statements, store.read, store.tally.comparisons) == (4, 4, 1)
    with pytest.raises(ValueError, match="at most 100 parts, got 101"):
        store.some(range(101))


def test_exports_of_both_versions_have_the_same_rows() -> None:
    """They follow from the seed alone, and some codes come again in another spelling."""
    rows = lesson.export_rows(A)
    plain = {code.replace("-", "").replace(" ", "").upper() for code, _ in rows}
    assert lesson.export_rows(B) == rows
    assert len(plain) < len(rows) == 200


def scripted(*steps: tuple[str, str]) -> Any:
    """Make an order of these requests, which gives the words that came."""

    def order(key: str) -> Generator[tuple[str, str, str], str, list[str]]:
        words = []
        for vendor, action in steps:
            words.append((yield vendor, action, key))
        return words

    return order


def test_one_vendor_forgets_its_keys() -> None:
    """The second in odd forms, the first in even ones: there a repeat is a second thing."""
    twice = scripted(("labels", "make"), ("labels", "make"), ("insurance", "make"))
    twice_second = scripted(("insurance", "make"), ("insurance", "make"))
    even = DrawnTask(form=2)
    assert (lesson.forgetful(A), lesson.forgetful(even)) == ("insurance", "labels")
    assert lesson.settle(twice, A, {}).there == {"labels": 1, "insurance": 1}
    assert lesson.settle(twice, even, {}).there == {"labels": 2, "insurance": 1}
    assert lesson.settle(twice_second, A, {}).most == {"labels": 0, "insurance": 2}


def test_faults_are_what_their_names_say() -> None:
    """Lost is done, dropped, busy and refused are not; look and undo tell what is there."""
    order = scripted(*[("labels", action) for action in ("make", "look", "undo", "make", "make")])
    got = lesson.settle(order, A, {"labels": ["lost", "fine", "dropped", "busy", "refused"]})
    assert got.answer == ["unknown", "printed", "unknown", "busy", "refused"]
    assert got.there == {"labels": 1, "insurance": 0}
    got = lesson.settle(scripted(("labels", "undo"), ("labels", "look")), A, {})
    assert got.answer == ["none", "none"]


@pytest.mark.parametrize(("vendor", "action"), [("insurance!", "make"), ("labels", "buy")])
def test_a_request_that_no_vendor_knows_is_refused(vendor: str, action: str) -> None:
    """It is an error of the order's, with its words."""
    with pytest.raises(ValueError, match="no vendor does"):
        lesson.settle(scripted((vendor, action)), A, {})


def test_an_order_without_an_end_is_stopped() -> None:
    """After sixty requests."""
    with pytest.raises(lesson.TooManyRequests):
        lesson.settle(scripted(*[("labels", "look")] * 100), A, {})


class Hopeful:
    """Tries as often as it may, with no limit of any kind."""

    def begin(self, vendor: str, now: float, deadline: float) -> float:  # noqa: ARG002
        """Wait as long as it takes."""
        return 9.0

    def ended(self, vendor: str, ok: bool) -> None:
        """Forget it."""

    def again(self, vendor: str, now: float, deadline: float) -> bool:  # noqa: ARG002
        """Try while the caller is there."""
        return now < deadline


def test_a_hopeful_client_makes_an_outage_worse() -> None:
    """Ten times the load while a vendor is down, and late callers of both while it is slow."""
    for seed in range(12):
        task = DrawnTask(seed=seed)
        down, slow = (lesson.rush(Hopeful(), task, how=how) for how in ("down", "slow"))
        assert down.calls["insurance"] > 5 * down.asked["insurance"]
        assert slow.late > 10
        assert slow.answered["labels"] < 0.7 * slow.asked["labels"]


def test_both_versions_of_a_rush_are_the_same() -> None:
    """The same callers under other names."""
    got = [list(vars(lesson.rush(Hopeful(), task)).values()) for task in (A, B)]
    assert [list(d.values()) for d in got[0][:3]] == [list(d.values()) for d in got[1][:3]]


def test_texts_and_words_of_a_version_use_its_own_names() -> None:
    """No word of the one version stands in the texts of the other."""
    texts = {
        task.variant: "\n".join(
            (
                lesson.export_as_found(task),
                lesson.order_as_found(task),
                *lesson.words(task).values(),
            )
        )
        for task in (A, B)
    }
    assert ("artist" in texts["A"], "artist" in texts["B"]) == (True, False)
    assert ("tickets" in texts["A"], "tickets" in texts["B"]) == (False, True)
    assert lesson.words(DrawnTask(form=2))["while backend fails"] == "a price may be 45 s old"
    assert set(lesson.TRADES["B"].meanings) == {"issued", "declined", "full", "open", "nothing"}
