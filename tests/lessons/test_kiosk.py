import random
from itertools import combinations
from statistics import mean, median

import pytest

from course.lessons.kiosk import (
    BOUNDS,
    COMPARISONS,
    PROFILES,
    REPLICAS,
    SWITCHES,
    Comparison,
    Span,
    at_second,
    draw_comparisons,
    draw_flames,
    draw_page,
    draw_runs,
    draw_widths,
    in_order,
    load_page,
    measured_waits,
    same_program,
    time_to_interactive,
)


def span(begins: int, ends: int) -> Span:
    """Work on the main thread."""
    return Span(name="work", begins=begins, ends=ends)


def interval(comparison: Comparison, seed: int) -> tuple[float, float]:
    """Give the bootstrap's 95 % interval of the ratio of medians, as the notebook does."""
    rng = random.Random(seed)
    before, after = comparison.before, comparison.after
    ratios = sorted(
        median(rng.choices(after, k=len(after))) / median(rng.choices(before, k=len(before)))
        for _ in range(1000)
    )
    return ratios[25], ratios[-25]


def test_the_page_as_found_is_white_until_its_one_file_is_done() -> None:
    """All marks of a blocking script, and what a transfer of 860 kB at 0.2 kB/ms comes to."""
    load = load_page()
    (html, *files, chat), (app, chatting) = load.transfers, load.tasks
    assert (html.begins, html.ends) == (4 * 150 + 620, 1290)
    assert max(file.ends for file in files) == 1290 + 150 + 860 * 5
    assert (load.first_paint, load.buy_works, load.largest_paint) == (app.ends,) * 3
    assert (chat.begins, load.interactive) == (app.ends + 600, chatting.ends)


def test_two_switches_buy_first_and_two_others_only_look_ready() -> None:
    """Of all pairs routes and cdn sell first; defer and slices have the best TTI, and sell late."""
    pairs = [load_page(pair) for pair in combinations(SWITCHES, 2)]
    first = min(pairs, key=lambda load: load.buy_works)
    ready = min(pairs, key=lambda load: load.interactive)
    assert first.switches == ("routes", "cdn")
    assert ready.switches == ("defer", "slices")
    assert ready.buy_works == load_page().buy_works
    assert (at_second(ready, 3.7), at_second(first, 3.7), at_second(ready, 1.0)) == (
        "the picture, a button that does nothing",
        "the picture, a button that sells",
        "a white page",
    )
    assert at_second(ready, 2.0) == "no picture yet, a button that does nothing"


def test_no_switch_makes_the_buyer_wait_longer() -> None:
    """Each switch, added to any other ones, leaves Buy where it was or earlier."""
    for count in range(len(SWITCHES)):
        for plan in combinations(SWITCHES, count):
            for more in set(SWITCHES) - set(plan):
                assert load_page({*plan, more}).buy_works <= load_page(plan).buy_works


def test_slices_do_the_same_work() -> None:
    """Sliced tasks are at most 45 ms long and end when the whole ones ended."""
    whole, sliced = load_page(), load_page(["slices"])
    assert max(task.ends - task.begins for task in sliced.tasks) == 45
    assert sum(task.ends - task.begins for task in sliced.tasks) == sum(
        task.ends - task.begins for task in whole.tasks
    )
    assert sliced.tasks[-1].ends == whole.tasks[-1].ends
    assert str(sliced).split()[0] == "slices"


def test_unknown_switches_are_refused_by_name() -> None:
    """A misspelt switch is named, with those that there are."""
    with pytest.raises(ValueError, match=r"unknown switches \['defre'\]; there are defer, routes"):
        load_page(["defre"])


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        ([], 1000),
        ([span(2000, 2050)], 1000),
        ([span(2000, 2051)], 2051),
        ([span(400, 900)], 1000),
        ([span(6000, 6300)], 1000),
        ([span(5999, 6300)], 6300),
        ([span(5000, 5100), span(10_099, 10_200), span(15_200, 16_000)], 10_200),
    ],
)
def test_time_to_interactive_is_the_end_of_the_last_long_task_before_five_quiet_seconds(
    tasks: list[Span], expected: int
) -> None:
    """Tasks up to 50 ms and those before the first paint do not count."""
    assert time_to_interactive(1000, tasks) == expected


def test_runs_of_the_same_program_differ_by_its_noise() -> None:
    """Equal seeds give equal runs, and twenty comparisons of five runs differ in about six."""
    assert same_program(5, 1) == same_program(5, 1) != same_program(5, 2)
    assert mean(same_program(2000, 3, times=0.9)) == pytest.approx(90, rel=0.005)
    counts = [
        sum(
            abs(mean(same_program(5, 2 * seed)) / mean(same_program(5, 2 * seed + 1)) - 1) > 0.02
            for seed in range(20 * block, 20 * block + 20)
        )
        for block in range(15)
    ]
    assert 5 <= mean(counts) <= 7


def test_a_drift_makes_the_later_half_slower() -> None:
    """Ten runs at 0.4 % a run are 4 %, for ten seeds."""
    for seed in range(10):
        times = in_order("A" * 10 + "B" * 10, seed)
        assert 1.02 < median(times[10:]) / median(times[:10]) < 1.06
    assert in_order("AB", 1, drift=0, noise=0) == [100, 100]


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("basket", (0.90, 0.94), (0.93, 0.97)),
        ("search", (0.80, 0.95), (1.015, 1.10)),
        ("seats", (1.02, 1.05), (1.05, 1.10)),
        ("receipt", (0.80, 0.90), (0.90, 0.95)),
        ("export", (0.60, 0.80), (1.05, 1.40)),
        ("mail", (0.28, 0.31), (0.30, 0.35)),
        ("calendar", (0.92, 0.96), (0.97, 0.99)),
        ("map", (0.98, 0.994), (1.006, 1.02)),
    ],
)
def test_intervals_of_the_claims_do_not_hang_on_a_seed(
    name: str, low: tuple[float, float], high: tuple[float, float]
) -> None:
    """Over ten seeds of the bootstrap no edge comes near 1, so no verdict is disputed."""
    for seed in range(10):
        lower, upper = interval(COMPARISONS[name], seed)
        assert low[0] < lower < low[1], (seed, lower)
        assert high[0] < upper < high[1], (seed, upper)


def test_claims_show_what_they_are_about() -> None:
    """One run turns the mean of the seats, the receipt is in blocks, the others in turns."""
    seats = COMPARISONS["seats"]
    assert mean(seats.after) < mean(seats.before)
    assert median(seats.after) > median(seats.before)
    orders = {name: "".join(side for side, _ in c.runs) for name, c in COMPARISONS.items()}
    assert orders.pop("receipt") == "A" * 20 + "B" * 20
    assert all(order == "AB" * (len(order) // 2) for order in orders.values())
    assert sorted(COMPARISONS["export"].before)[9:11] != pytest.approx([105, 105], rel=0.1)
    assert str(COMPARISONS["search"]).endswith("; 8 runs of A, 8 of B")


def test_a_client_that_waits_hardly_sees_a_stall() -> None:
    """One wait in 5,000 against a thousand of 6,000; without a stall both see the same."""
    waiting = measured_waits(waits_for_reply=True)
    steady = measured_waits(waits_for_reply=False)
    assert (len(waiting), sum(wait > 1 for wait in waiting), max(waiting)) == (5000, 1, 10_001)
    assert (len(steady), sum(wait > 1 for wait in steady), max(steady)) == (6000, 1000, 10_001)
    calm = [measured_waits(waits_for_reply=waits, stall=(0, 0)) for waits in (True, False)]
    assert calm == [[1] * 6000] * 2


def test_one_replica_makes_the_tail() -> None:
    """Each replica served 1,000 requests, and more than one in a hundred took over 2 s."""
    assert all(len(counts) == len(BOUNDS) + 1 for counts in REPLICAS.values())
    assert {sum(counts) for counts in REPLICAS.values()} == {1000}
    slow = {name: sum(counts[8:]) for name, counts in REPLICAS.items()}
    assert {name: count for name, count in slow.items() if count} == {"r07": 202}


def test_profiles_count_the_processor_within_the_clock() -> None:
    """No stack was seen more often on the processor than by the clock; only waits differ much."""
    for profile in PROFILES.values():
        assert all(clock >= processor for _, clock, processor in profile.stacks)
        assert all(stack.startswith("serve") for stack, _, _ in profile.stacks)
    sums = {name: sum(clock for _, clock, _ in p.stacks) for name, p in PROFILES.items()}
    assert sums == {"events": 500, "report": 500, "checkout": 640}
    waiting = [
        stack
        for profile in PROFILES.values()
        for stack, clock, processor in profile.stacks
        if clock > 2 * processor
    ]
    assert waiting == ["serve;events;query", "serve;checkout;reserve", "serve;checkout;risk"]
    assert "  290     6  serve;checkout;risk" in str(PROFILES["checkout"])


def test_pictures_are_shown_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Each drawing ends as one picture in the output; outside a notebook its name is printed."""
    draw_page()
    draw_page(("defer", "slices"), ("routes", "cdn"))
    draw_runs(("first", [1.0, 2.0]), ("second", [1.0, 3.0]))
    draw_widths([0.01, 0.1])
    draw_comparisons(COMPARISONS)
    draw_flames(PROFILES["report"])
    assert capsys.readouterr().out.count("Image object") == 6
