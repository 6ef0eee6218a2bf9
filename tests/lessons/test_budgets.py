import ast
import inspect
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from course.authoring.proofs import load_bed
from course.lessons.budgets import (
    PROPOSALS,
    door_store,
    doors_slowly,
    draw_budgets,
    draw_builds,
    draw_gates,
    draw_pairs,
    growth,
    in_depot_words,
    loading_slowly,
    merged_sizes,
    move_modules,
    paired_runs,
    proposal_growth,
    yesterdays_plan,
)
from course.lessons.tickets import Tally, event_store
from course.notebooks import NotebookExercise, exercises, read_notebook
from course.pageload import shop_page

PAGES = range(12)
ROOT = Path(__file__).parents[2]
NOTEBOOK = "104-performance/05-project-incident-and-assessment"
TASKS = {one.id: one for one in exercises(read_notebook(ROOT / "source" / f"{NOTEBOOK}.ipynb"))}
SETUP = """
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from course.lessons import budgets, tickets
"""


def answers(exercise: str) -> dict[str, str]:
    """Give the reference and the answers of the bed by name."""
    bed = load_bed(ROOT / "tests" / "wrong_answers" / NOTEBOOK / exercise)
    return {
        "reference": TASKS[exercise].solution.source,
        **{one.name: one.source for one in (*bed.right, *bed.wrong)},
    }


def points(exercise: NotebookExercise, answer: str) -> dict[str, int]:
    """Run an answer's tests in this process, and give the points of each."""
    space: dict[str, Any] = {}
    exec(SETUP + answer, space)
    earned = {}
    for test in exercise.tests:
        earned[test.id] = int(test.metadata.nbgrader.points)
        try:
            exec(test.source, space)
        except Exception:
            earned[test.id] = 0
    return earned


def test_a_change_of_a_tenth_shows_in_pairs_and_drowns_in_sides() -> None:
    """The median ratio of a pair tells a slower change from none; the two medians often do not."""
    kinds = {1.0: range(100), 1.1: range(100)}
    pairs = {
        times: sum(
            median(b / a for a, b in zip(*paired_runs(seed, times=times), strict=True)) > 1.05
            for seed in seeds
        )
        for times, seeds in kinds.items()
    }
    sides = 0
    for seed in range(100):
        before, after = paired_runs(seed)
        sides += median(after) / median(before) > 1.05
    assert pairs[1.0] <= 2
    assert pairs[1.1] >= 98
    assert sides >= 10


def test_pairs_follow_from_the_seed() -> None:
    """Equal seeds give equal runs, as many as asked for, and others differ."""
    assert paired_runs(4) == paired_runs(4)
    assert paired_runs(4) != paired_runs(5)
    assert [len(side) for side in paired_runs(4, pairs=7)] == [7, 7]


def test_a_page_that_gains_under_a_percent_a_merge_doubles_in_ninety() -> None:
    """0.8 % a merge, ninety times."""
    sizes = merged_sizes(90)
    assert (sizes[0], len(sizes)) == (600.0, 91)
    assert 2.0 < sizes[-1] / sizes[0] < 2.1


def test_yesterdays_plan_is_as_yesterday() -> None:
    """Nothing grows against itself, and nothing is broken."""
    for seed in PAGES:
        page = shop_page(seed)
        got = growth(page, yesterdays_plan(page))
        assert set(got.values()) == {0, 1.0}
        assert got["broken"] == 0


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_proposal_spoils_what_its_words_say_on_every_page(name: str) -> None:
    """Those that visitors gain by harm nothing that visitors have; each other harms one thing."""
    harmed = {
        "slices": {"buy"},
        "lazy hero": {"picture"},
        "chat first": {"buy", "picture"},
        "hidden tips": {"broken"},
        "fluid pictures": {"shift"},
    }
    for seed in PAGES:
        got = proposal_growth(shop_page(seed), name)
        worse = {what for what in ("buy", "picture", "shift") if got[what] > 1}
        worse |= {"broken"} if got["broken"] else set()
        assert worse == harmed.get(name, set())
        assert PROPOSALS[name][0] == (name not in harmed)
        assert min(got[what] for what in ("tti", "tbt", "buy", "picture", "script")) < 1


def test_a_proposal_that_serves_visitors_has_a_worse_tti() -> None:
    """A chat that comes when the page is idle moves the last long task to the end."""
    assert all(proposal_growth(shop_page(seed), "chat idle")["tti"] > 1.2 for seed in PAGES)


def test_modules_move_into_a_chunk_of_their_own() -> None:
    """Each module stays in one chunk."""
    data = yesterdays_plan(shop_page(0))
    move_modules(data, "languages", ["languages"], "click")
    modules = [module for chunk in data["chunks"] for module in chunk["modules"]]
    assert data["chunks"][-1] == {
        "name": "languages",
        "modules": ["languages"],
        "fetch": "click",
        "run": "click",
    }
    assert len(modules) == len(set(modules)) == 25


def test_doors_tell_who_came_and_which_codes_came_again() -> None:
    """Codes once by their first scan; those that came again with the spelling of the second."""
    store, tally = event_store(3, seed=1), Tally()
    store.change("UPDATE events SET venue_id = 1 WHERE id = 1")
    store.change("UPDATE events SET venue_id = 99 WHERE id = 2")
    scans = [(1, "a-1"), (1, "b-2"), (1, "A1"), (1, "a 1"), (3, "a-1"), (9, "c-3")]
    rows: list[Any] = list(
        doors_slowly(store, [(event, tally.code(text)) for event, text in scans])
    )
    sold = [
        store.query("SELECT count(*) FROM seats WHERE sold = 1 AND event_id = ?", (n,))[0][0]
        for n in (1, 2, 3)
    ]
    assert [
        (title, venue, count, came, [*map(str, again)]) for title, venue, count, came, again in rows
    ] == [
        ("Show 1", "Hall 1", sold[0], 2, ["A1"]),
        ("Show 2", "-", sold[1], 0, []),
        ("Show 3", "Hall 1", sold[2], 1, []),
    ]


def test_the_depot_is_the_kiosk_in_other_words() -> None:
    """The two slow functions have the same branches and the same faults."""
    kiosk, depot = (ast.parse(inspect.getsource(one)) for one in (doors_slowly, loading_slowly))
    said = ast.parse(in_depot_words(ast.unparse(kiosk)).replace("doors_slowly", "loading_slowly"))
    assert ast.dump(said) == ast.dump(depot)


def test_the_depot_has_the_rows_of_the_kiosk_in_the_opposite_order() -> None:
    """Equal numbers of rows, of those without a hall or a van, and of what was sold or packed."""
    for seed in range(10):
        store = door_store(7, seed)
        rows = [row[1:3] for row in doors_slowly(store, [])]
        said = [(in_depot_words(place), count) for place, count in reversed(rows)]
        assert [row[1:3] for row in loading_slowly(store, [])] == said
        assert [row[0] for row in loading_slowly(store, [])] == [f"Route {n}" for n in range(1, 8)]


DOORS = answers("ex5")


@pytest.mark.parametrize("name", [name for name in DOORS if "depot" not in name])
def test_an_answer_about_doors_gets_the_same_marks_in_the_words_of_the_depot(name: str) -> None:
    """Each answer of the bed, test by test."""
    said = points(TASKS["ex5"], in_depot_words(DOORS[name]))
    assert said == points(TASKS["ex5"], DOORS[name])


def test_figures_show_what_they_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds by colour with the limit, a panel for each size, pairs with ratios, and budgets."""
    shown: list[Any] = []
    monkeypatch.setattr(
        "course.lessons.budgets.show_figure", lambda figure, alt: shown.append((figure, alt))
    )
    draw_builds([99.0, 107.0, 101.0], 105)
    draw_gates([1, 3], builds=20)
    draw_pairs([100.0, 200.0], [110.0, 100.0])
    draw_budgets([600.0, 605.0], {"ratchet": [606.0, 606.0]})
    builds, gates, pairs, budgets = (figure for figure, _ in shown)

    assert [[*line.get_ydata()] for line in builds.axes[0].lines[:2]] == [[99.0, 101.0], [107.0]]
    assert [axes.get_title() for axes in gates.axes] == ["one run", "the median of 3 runs"]
    assert [len(axes.lines) for axes in gates.axes] == [2, 2]
    assert [*pairs.axes[1].lines[0].get_ydata()] == [1.1, 0.5]
    assert [line.get_label() for line in budgets.axes[0].lines] == ["the page", "ratchet"]
    assert all(alt for _, alt in shown)
