"""The project's numbers: families of plans that pass, and plans that play for one number."""

from functools import cache

import pytest

from course.errors import SubmissionError
from course.pageload import load_plan, lost_functions, project_measures, shop_page
from course.program import load_program
from course.program.outcomes import PracticalProject
from tests.page_plans import (
    FAMILIES,
    GAMING,
    Maker,
    everything,
    found,
    heavy_when_idle,
    lacking,
    page_faults,
    slices,
)

SEEDS = range(0, 200, 10)  # a tenth; `make soak pages` takes all 200


@cache
def project() -> PracticalProject:
    """The project's rules, from program.toml."""
    levels = load_program().certification.levels
    return next(rules for rules in levels if rules.level == 1).practical_projects[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_page_keeps_what_is_promised_of_every_page(seed: int) -> None:
    """TTI from 4 to 9 s, five families that pass, small measures that need each other, no trick."""
    assert list(page_faults(project(), seed)) == []


@pytest.mark.parametrize(
    ("name", "missed"),
    [
        ("slices only", ["tti_ms", "initial_bundle_bytes", "tti_worst_ms", "usable_worst_ms"]),
        ("an empty chunk", ["plan"]),
        ("a route that is never loaded", ["plan"]),
        ("consent late", ["functions_broken"]),
        ("all preloaded", ["initial_bundle_bytes"]),
        ("all when idle", ["initial_bundle_bytes"]),
        ("chunks of a crumb", ["tti_ms"]),
        ("the purpose on a click", ["functions_broken"]),
        ("third parties removed", ["plan"]),
        ("no picture says its size", ["unsized_pixels"]),
        ("slices and a crumb", ["tti_ms"]),
        ("third parties on a click", ["functions_broken"]),
        ("analytics before consent", ["functions_broken"]),
        ("the picture late", ["lcp_worst_ms"]),
    ],
)
def test_each_trick_misses_what_it_plays_against(name: str, missed: list[str]) -> None:
    """A guard stands for each; others may be missed too."""
    page = shop_page(1)
    lacks = lacking(project(), page, GAMING[name](page))
    assert set(missed) <= set(lacks), lacks


def test_there_are_at_least_ten_tricks_and_three_families() -> None:
    """The brief's numbers."""
    assert (len(GAMING) >= 10, len(FAMILIES) >= 3) == (True, True)


def test_a_good_plan_fails_the_goal() -> None:
    """What is loaded when idle serves the buyer a quarter earlier, with a TTI a little later."""
    page = shop_page(1)
    measures = project_measures(page, heavy_when_idle(page))
    tti, buy = measures["tti_ms"], measures["usable_worst_ms"]
    assert (tti[1] > tti[0], buy[1] < 0.8 * buy[0]) == (True, True)
    assert lacking(project(), page, heavy_when_idle(page)) == ["tti_ms", "tti_worst_ms"]


def test_a_plan_that_changes_nothing_has_equal_pairs() -> None:
    """Before and after are measured the same way."""
    page = shop_page(5)
    measures = project_measures(page, found(page))
    assert [metric for metric, (before, after) in measures.items() if before != after] == []


def test_slices_change_no_number_that_counts() -> None:
    """A TTI by Lighthouse's rule falls when tasks are cut; the project's does not."""
    page = shop_page(1)
    good = everything(page)
    whole = project_measures(page, good)["tti_ms"][1]
    cut = project_measures(page, good | {"slice_ms": 45})["tti_ms"][1]
    assert whole <= cut


@pytest.mark.parametrize("maker", FAMILIES.values(), ids=[*FAMILIES])
def test_measures_are_those_of_data_that_a_record_keeps(maker: Maker) -> None:
    """Finite numbers from zero up, the same each time."""
    page = shop_page(9)
    measures = project_measures(page, maker(page))
    assert measures == project_measures(page, maker(page))
    assert all(0 <= value < 1e9 for pair in measures.values() for value in pair)


def test_no_plan_is_said_with_its_places() -> None:
    """The measures of what is no plan are an error, not zeros."""
    page = shop_page(1)
    with pytest.raises(SubmissionError) as error:
        project_measures(page, {**found(page), "slice_ms": -1})
    assert [problem.place for problem in error.value.problems] == ["slice_ms"]


def test_a_function_lost_is_a_sentence() -> None:
    """The learner reads which."""
    page = shop_page(1)
    plan = load_plan(page, GAMING["analytics before consent"](page))
    assert lost_functions(page, plan) == [
        "analytics may run before the visitor was asked for consent"
    ]
    assert lost_functions(page, load_plan(page, slices(page))) == []
