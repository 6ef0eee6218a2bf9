"""Long trials, `make soak NAME`: each is bounded, and CI runs a tenth or less of it."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.cohort_sizes import Graded, graded
from benchmarks.measuring import machine
from course.incidents.scenario_files import family_names, load_scenario
from course.pageload.real_page import chromium
from course.program import load_program
from tests.incidents.drill_kills import kills as host_kills
from tests.incidents.no_look_players import (
    FRESH_SEED,
    PASS,
    best,
    constant,
    passes,
    played,
    players,
    shotgun,
)
from tests.kills import VERBS, kills
from tests.lessons.test_practical_versions import NUMBERED, in_both_versions, started
from tests.page_plans import FAMILIES, GAMING, RANKED, page_faults, ranked, spearman

KILLS, SEED = 30, 11
SIZES = (10, 100, 1000)
ROUNDS = 3  # of all sizes but the last
MOST_SLOPE, MOST_MEMORY = 0.15, 1.2
PAGES = 200
PAGE_SEED, LOADS, LEAST_RANK = 2, 5, 0.8
PLAYERS, FRESH, MOST_PASSES = 500, 40, 2
CALM = 1.5  # load average below which tasks may be real work


def soak_kills() -> bool:
    """Kill collect, grade and feedback 30 times at drawn instants: the same end (5 minutes)."""
    died = orphans = 0
    spoilt = []
    with tempfile.TemporaryDirectory(prefix="course-soak-") as place:
        for number, kill in enumerate(kills(Path(place), KILLS, SEED), start=1):
            died += kill.died
            orphans += kill.orphans
            spoilt += [f"{number}: {kill.verb}: {name}" for name in kill.differences]
            state = "killed" if kill.died else "had finished"
            print(
                f"  {number:2} {kill.verb} at {kill.instant:.0%}: {state},"
                f" {len(kill.differences)} differences",
                flush=True,
            )
    print(
        f"{KILLS} kills of {', '.join(VERBS)} (seed {SEED}): {died} died before their end;"
        f" {len(spoilt)} differences, {orphans} processes left"
    )
    print(*spoilt, sep="\n")
    return not spoilt and not orphans


def soak_versions() -> bool:
    """Grade all answers of the practical's beds in both versions: the same marks (10 minutes)."""
    different = []
    with started() as zygote:
        for name, number in NUMBERED:
            first, second = in_both_versions(name, number, zygote)
            if first != second:
                different.append(f"{name}, round {number}")
            print(f"  {name} {number}: {'same' if first == second else 'DIFFERENT'}", flush=True)
    print(f"{len(NUMBERED)} rounds of answers in two versions: {len(different)} differ")
    print(*different, sep="\n")
    return not different


def soak_submissions() -> bool:
    """Grade 10, 100 and 1,000 submissions: CPU a submission, the parent's memory (5 minutes)."""
    runs: dict[int, list[Graded]] = {size: [] for size in SIZES}
    with tempfile.TemporaryDirectory(prefix="course-soak-") as place:
        for size in SIZES:
            for number in range(ROUNDS if size < SIZES[-1] else 1):
                run = graded(Path(place), size)
                runs[size].append(run)
                print(
                    f"  {size} submissions, round {number + 1}: {run.cpu:.2f} s CPU,"
                    f" {run.memory_mb:.0f} MB in the parent",
                    flush=True,
                )
    few, some, many = (statistics.median(run.cpu for run in runs[size]) for size in SIZES)
    small, large = (some - few) / (SIZES[1] - SIZES[0]), (many - some) / (SIZES[2] - SIZES[1])
    memory = [statistics.median(run.memory_mb for run in runs[size]) for size in SIZES]
    change, growth = large / small - 1, memory[2] / memory[1]
    print(
        f"CPU a submission: {1e3 * small:.1f} ms from {SIZES[0]} to {SIZES[1]},"
        f" {1e3 * large:.1f} ms from {SIZES[1]} to {SIZES[2]}: {change:+.0%}"
        f" (at most {MOST_SLOPE:.0%} either way)"
    )
    print(f"memory of the parent, {SIZES[2]} / {SIZES[1]}: {growth:.2f} (at most {MOST_MEMORY})")
    return abs(change) <= MOST_SLOPE and growth <= MOST_MEMORY


def soak_pages() -> bool:
    """Check 200 pages: TTI as found, families of plans that pass, tricks that don't (1 minute)."""
    levels = load_program().certification.levels
    project = next(rules for rules in levels if rules.level == 1).practical_projects[0]
    faults = [fault for seed in range(PAGES) for fault in page_faults(project, seed)]
    print(f"{PAGES} pages, {len(FAMILIES)} families, {len(GAMING)} tricks: {len(faults)} faults")
    print(*faults, sep="\n")
    return not faults


def soak_guesses() -> bool:
    """Play each family without a look: the best of 500, judged on 40 draws (2 hours of work)."""
    fair = True
    for family in family_names():
        for looks in (False, True):
            contenders = players(family, PLAYERS, looks=looks)
            points = passes(best(family, contenders), family, FRESH)
            passed = sum(x >= PASS for x in points)
            fair &= looks or passed <= MOST_PASSES
            how = "one look" if looks else "no look"
            print(
                f"  {family}, {how}: the best of {len(contenders)} passes {passed} of {FRESH},"
                f" median {statistics.median(points):.1f}",
                flush=True,
            )
        drawn = [load_scenario(family, seed=FRESH_SEED + n) for n in range(FRESH // 4)]
        wild = statistics.median(played(shotgun(s), family, s.seed or 0).points for s in drawn)
        own = [played(constant(s, looks=True), family, s.seed or 0).points for s in drawn]
        fair &= wild < statistics.median(own)
        print(
            f"  {family}, n = {len(drawn)}: median of everything at once {wild:.1f},"
            f" of the author's own way {statistics.median(own):.1f}",
            flush=True,
        )
    return fair


def soak_browser() -> bool:
    """Rank twelve plans by the model and by five loads each in Chromium (15 to 25 minutes)."""
    if chromium() is None:
        print("there is no Chromium here, or no playwright to drive it: nothing was compared")
        return False
    by_clock = os.getloadavg()[0] > CALM
    how = "by the clock, since others are at work here" if by_clock else "by work, throttled to 4"
    print(f"page {PAGE_SEED}, {LOADS} loads of each plan, tasks {how}", flush=True)
    rows = list(ranked(RANKED, LOADS, by_clock=by_clock, seed=PAGE_SEED, say=_print_at_once))
    print(f"{'plan':18}{'TTI, model':>12}{'Chromium':>10}{'Buy, model':>12}{'Chromium':>10}")
    for row in rows:
        model, run = f"{row.model_tti:12.0f}", f"{row.run.tti_ms:10.0f}"
        buy = f"{row.model_usable:12.0f}{row.run.usable_ms:10.0f}"
        print(f"{row.name:18}{model}{run}{buy}")
    tti = spearman([row.model_tti for row in rows], [row.run.tti_ms for row in rows])
    usable = spearman([row.model_usable for row in rows], [row.run.usable_ms for row in rows])
    errors = sorted({error for row in rows for error in row.run.errors})
    print(
        f"Spearman over {len(rows)} plans: TTI {tti:.2f}, Buy {usable:.2f} (at least {LEAST_RANK})"
    )
    print(*errors, sep="\n")
    return min(tti, usable) >= LEAST_RANK and not errors


def soak_host() -> bool:
    """Kill the drill host 30 times while a learner plays: no line lost or doubled (5 minutes)."""
    died, spoilt = 0, []
    with tempfile.TemporaryDirectory(prefix="course-soak-") as place:
        for number, kill in enumerate(host_kills(Path(place), KILLS, SEED), start=1):
            died += kill.died
            spoilt += [f"{number}: {fault}" for fault in kill.faults]
            print(f"  {number:2} {kill.lines} lines, {len(kill.faults)} faults", flush=True)
    print(f"{KILLS} kills of the drill host (seed {SEED}): {died} died; {len(spoilt)} faults")
    print(*spoilt, sep="\n")
    return not spoilt and died == KILLS


def _print_at_once(line: str) -> None:
    print(line, flush=True)


TRIALS: dict[str, Callable[[], bool]] = {
    "kills": soak_kills,
    "submissions": soak_submissions,
    "versions": soak_versions,
    "pages": soak_pages,
    "browser": soak_browser,
    "guesses": soak_guesses,
    "host": soak_host,
}


def soak(name: str | None) -> int:
    """Run one trial; without a name, say which there are. Gives the exit status."""
    if name not in TRIALS:
        for known, trial in TRIALS.items():
            print(f"{known}\t{trial.__doc__}")
        return 0 if name is None else 2
    print(f"{name}: {machine()}", flush=True)
    started = time.monotonic()
    passed = TRIALS[name]()
    print(f"{'passed' if passed else 'FAILED'} after {(time.monotonic() - started) / 60:.1f} min")
    return 0 if passed else 1
