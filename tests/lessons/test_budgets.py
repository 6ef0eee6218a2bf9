import ast
import inspect
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from course.authoring.proofs import load_bed
from course.lessons.budgets import (
    PROPOSALS,
    SLOW_REQUESTS,
    SlowRequest,
    door_store,
    doors_slowly,
    draw_budgets,
    draw_builds,
    draw_gates,
    draw_pairs,
    draw_trace,
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


def test_the_prompt_shows_what_the_slow_functions_give() -> None:
    """Its example, in both variants."""
    for slowly in (doors_slowly, loading_slowly):
        store, tally = door_store(2, seed=1), Tally()
        rows = [*slowly(store, [(1, tally.code("a-1")), (1, tally.code("A1"))])]
        assert f"\n{rows} " in TASKS["ex5"].prompt.source


DOORS = answers("ex5")


@pytest.mark.parametrize("name", [name for name in DOORS if "depot" not in name])
def test_an_answer_about_doors_gets_the_same_marks_in_the_words_of_the_depot(name: str) -> None:
    """Each answer of the bed, test by test."""
    said = points(TASKS["ex5"], in_depot_words(DOORS[name]))
    assert said == points(TASKS["ex5"], DOORS[name])


def self_times(request: SlowRequest) -> dict[str, int]:
    """Add up what each function has at the end of stacks, by the clock."""
    times: dict[str, int] = {}
    for stack, clock, _ in request.profile.stacks:
        name = stack.split(";")[-1]
        times[name] = times.get(name, 0) + clock
    return times


def test_a_slow_request_is_told_alike_by_its_trace_and_its_profile() -> None:
    """One part begins where another one ends, and each has as many samples as ms."""
    for name, request in SLOW_REQUESTS.items():
        whole, *parts = request.spans
        assert (whole.name, whole.begins) == (name, 0) == (request.profile.name, 0)
        assert [b.begins for b in parts[1:]] == [a.ends for a in parts[:-1]]
        lasting: dict[str, int] = {}
        for part in parts:
            lasting[part.name] = lasting.get(part.name, 0) + part.ends - part.begins
        below = {
            part: sum(
                clock for stack, clock, _ in request.profile.stacks if part in stack.split(";")
            )
            for part in lasting
        }
        assert below == lasting
        assert sum(clock for _, clock, _ in request.profile.stacks) == whole.ends
        assert request.plan == [f"SCAN {request.table}"]


ROLES = {  # of functions, and the letters of the changes that the notebook proposes
    "search": ("query", "stars", "price", "money", "abcde"),
    "order": ("find", "vouchers", "seat", "barcode", "debca"),
}


def left(name: str, changes: str) -> float:
    """Give the ms of a request after changes: an index, two waits at a time, one call, and work."""
    request = SLOW_REQUESTS[name]
    statement, other, calls, lines, letters = ROLES[name]
    index, together, once, processor, twice = [*letters]
    times = self_times(request)
    time = times.pop(statement) * (request.kept / request.rows if index in changes else 1)
    wait = times.pop(other)
    total = max(time, wait) if together in changes else time + wait
    number = sum(span.name == calls for span in request.spans)
    total += times.pop(calls) / (number if once in changes else 1)
    total += times.pop(lines) / (2 if twice in changes else 1) + sum(times.values())
    worked = sum(samples for _, _, samples in request.profile.stacks)
    return total - (worked / 2 if processor in changes else 0)


def test_both_slow_requests_have_their_costs_at_the_same_shares() -> None:
    """Shares within two points, the same best pair, and gains that cannot be added."""
    shares, pairs = [], []
    for name, (*functions, letters) in ROLES.items():
        times, whole = self_times(SLOW_REQUESTS[name]), SLOW_REQUESTS[name].spans[0].ends
        shares.append([100 * times[function] / whole for function in functions])
        orders = sorted(
            combinations(range(5), 2),
            key=lambda pair: left(name, letters[pair[0]] + letters[pair[1]]),
        )
        alone = sorted(range(5), key=lambda place: left(name, letters[place]))
        pairs.append((orders[0], tuple(alone)))
        assert (
            left(name, letters[0] + letters[1]) - left(name, letters[0] + letters[2]) > whole / 10
        )
    assert all(abs(a - b) < 2 for a, b in zip(*shares, strict=True))
    assert pairs == [((0, 2), (0, 1, 2, 3, 4))] * 2


LETTERS = dict(zip("abcde", ROLES["order"][4], strict=True))
NUMBERS: dict[str, dict[float, float]] = {  # of the search, as those of the order
    "a": {421.4: 614.25, 420: 615, 421: 614, 430: 630, 42: 41},
    "b": {252: 370, 250: 370, 430: 630},
    "c": {171: 264, 170: 264, 190: 288, 19: 24, 17: 18},
    "d": {67: 110.5, 65: 110, 64: 106, 500: 750, 54: 86, 134: 221},
    "e": {26: 41, 25: 41, 19: 30, 35: 55, 52: 82},
    "at_most": {1.75: 1.72, 1.8: 1.7, 1.63: 1.59},
}
NAMES = {"search": "order", "query": "find", "money": "barcode", "stars": "vouchers"}


def said_of_the_order(found: dict[str, Any]) -> dict[str, Any]:
    """Say findings about the search as somebody who thinks alike would say them of the order."""
    at_most = round(found["at_most"], 2)
    saves = {
        letter: round(ms, 1) if isinstance(ms, float) else ms
        for letter, ms in found["saves"].items()
    }
    return {
        "request": NAMES.get(found["request"], found["request"]),
        "largest": NAMES[found["largest"]],
        "at_most": NUMBERS["at_most"].get(at_most, at_most),
        "saves": {LETTERS[letter]: NUMBERS[letter].get(ms, ms) for letter, ms in saves.items()},
        "pair": [LETTERS[letter] for letter in found["pair"]],
    }


FINDINGS = answers("ex6")


@pytest.mark.parametrize("name", [name for name in FINDINGS if "order" not in name])
def test_findings_about_the_search_get_the_same_marks_when_said_of_the_order(name: str) -> None:
    """Each answer of the bed, test by test."""
    space: dict[str, Any] = {}
    exec(SETUP + FINDINGS[name], space)
    said = f"def findings(): return {said_of_the_order(space['findings']())!r}"
    assert points(TASKS["ex6"], said) == points(TASKS["ex6"], FINDINGS[name])


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
    draw_trace("order")
    builds, gates, pairs, budgets, trace = (figure for figure, _ in shown)

    assert [[*line.get_ydata()] for line in builds.axes[0].lines[:2]] == [[99.0, 101.0], [107.0]]
    assert [axes.get_title() for axes in gates.axes] == ["one run", "the median of 3 runs"]
    assert [len(axes.lines) for axes in gates.axes] == [2, 2]
    assert [*pairs.axes[1].lines[0].get_ydata()] == [1.1, 0.5]
    assert [line.get_label() for line in budgets.axes[0].lines] == ["the page", "ratchet"]
    rows = [label.get_text() for label in trace.axes[0].get_yticklabels()]
    assert rows == ["order", "find", "vouchers", "seat", "ticket"]
    assert [bar.get_x() for bar in trace.axes[0].patches][:4] == [0, 20, 650, 1020]
    assert all(alt for _, alt in shown)
