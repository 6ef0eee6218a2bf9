"""Evidence about a fault: lines that runs took, parts to ask about, schedules of workers.

For 203. All of it is counted, and repeated by seed or schedule; nothing looks at a clock.
Not for judging an answer: what evidence is worth is said in the notebooks.
"""

import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from random import Random
from types import FrameType
from typing import Any

from course.lessons.overload import show_figure

BLUE, ORANGE, GREEN, GREY = "#0072B2", "#E69F00", "#009E73", "#999999"  # Okabe and Ito

# ---- lines that runs took

Run = tuple[bool, list[int]]  # whether it passed, and the lines that it took
Score = Callable[[int, int, int, int], float]


def lines_taken(function: Callable[..., object], *arguments: object) -> list[int]:
    """Call a function and list its lines that were run; its `def` is line 1.

    Parameters
    ----------
    function
        A function written in Python.
    arguments
        What it is called with. An exception that it raises ends the run, and is swallowed.
    """
    code, lines = function.__code__, set()

    def note(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code is not code:
            return None
        if event == "line":
            lines.add(frame.f_lineno - code.co_firstlineno + 1)
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        function(*arguments)
    except Exception:  # noqa: S110 - a run that fails has lines, too
        pass
    finally:
        sys.settrace(before)
    return sorted(lines)


def counted(runs: Sequence[Run]) -> dict[int, tuple[int, int]]:
    """Count for each line the failing and the passing runs that took it."""
    table: dict[int, tuple[int, int]] = {}
    for passed, lines in runs:
        for line in lines:
            failing, passing = table.get(line, (0, 0))
            table[line] = (failing + (not passed), passing + passed)
    return dict(sorted(table.items()))


def fee(row: Mapping[str, Any]) -> float:
    """Give the fee of a row, with a fault."""
    rate = 2.0
    if row["kind"] == "refund":
        rate = 0
    if row["amount"] > 500:
        rate = rate / 2
    if row["country"] != "DE":
        rate = rate + 1
    if row["express"]:
        rate = 4
    return float(row["amount"] * rate / 100)


def right_fee(row: Mapping[str, Any]) -> float:
    """Give the fee that the importer should take: express adds 2 to the rate."""
    slow = fee({**row, "express": False})
    return slow + 2 * row["amount"] / 100 if row["express"] else slow


def fee_runs(seed: int, count: int = 60) -> list[Run]:
    """Run `fee` on drawn rows; a run passes if the fee is right to the cent."""
    rng = Random(seed)
    runs = []
    for _ in range(count):
        row = {
            "kind": rng.choice(["sale", "sale", "sale", "refund"]),
            "amount": rng.choice([20, 90, 250, 480, 700]),
            "country": rng.choice(["DE", "DE", "DE", "AT"]),
            "express": rng.random() < 0.4,
        }
        passed = round(fee(row), 2) == round(right_fee(row), 2)
        runs.append((passed, lines_taken(fee, row)))
    return runs


def drawn_runs(harmless: float, seed: int, *, lines: int = 30, count: int = 40) -> list[Run]:
    """Draw runs of a program whose fault is in its last line.

    Parameters
    ----------
    harmless
        Share of the runs through the fault that pass all the same.
    seed
        Equal seeds give equal runs. At least one fails.
    lines, count
        How many lines and runs there are. Some lines are taken by all runs.
    """
    rng = Random(seed)
    odds = [1 if rng.random() < 0.3 else rng.uniform(0.1, 0.9) for _ in range(lines - 1)]
    odds.append(rng.uniform(0.2, 0.7))
    while True:
        runs = []
        for _ in range(count):
            taken = [line for line, odd in enumerate(odds, 1) if rng.random() < odd]
            runs.append((lines not in taken or rng.random() < harmless, taken))
        if not all(passed for passed, _ in runs):
            return runs


def place_of(line: int, runs: Sequence[Run], score: Score) -> int:
    """Give the place of a line in the ranking; lines with an equal score all come before it."""
    failed = sum(not passed for passed, _ in runs)
    scores = {
        number: score(failing, passing, failed, len(runs) - failed)
        for number, (failing, passing) in counted(runs).items()
    }
    return sum(other >= scores[line] for other in scores.values())


def draw_runs(runs: Sequence[Run], lines: int) -> None:
    """Draw each run as a row of the lines that it took; failing runs come first, in orange."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.2, 4.6))
    ordered = sorted(runs, key=lambda run: run[0])
    for place, (passed, taken) in enumerate(ordered):
        axes.barh([place] * len(taken), [0.9] * len(taken), 0.85, [line - 0.45 for line in taken],
                  color=BLUE if passed else ORANGE)  # fmt: skip
    failed = sum(not passed for passed, _ in runs)
    axes.axhline(failed - 0.5, color="black", linewidth=1)
    axes.text(lines + 0.6, failed / 2, f"{failed} fail", va="center")
    axes.text(lines + 0.6, (failed + len(runs)) / 2, f"{len(runs) - failed} pass", va="center")
    axes.set_xticks(range(1, lines + 1))
    axes.set_xlim(0.4, lines + 2.2)
    axes.set_ylim(len(runs) - 0.4, -0.6)
    axes.set_xlabel("line of fee")
    axes.set_ylabel("run")
    figure.tight_layout()
    show_figure(figure, f"the lines that {len(runs)} runs took, failing runs first")


def draw_places(scores: Mapping[str, Score], shares: Sequence[float], *, seeds: int = 10) -> None:
    """Draw how often the fault is among the first three, over the share of harmless runs.

    Each dot is one seed with 30 programs.
    """
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7.6, 3.4))
    for number, (name, score) in enumerate(scores.items()):
        look: dict[str, Any] = {"color": (BLUE, ORANGE, GREEN)[number], "markersize": 5}
        dots = []
        for share in shares:
            for seed in range(seeds):
                places = [place_of(30, drawn_runs(share, 1000 * seed + k), score)
                          for k in range(30)]  # fmt: skip
                hits = sum(place <= 3 for place in places)
                dots.append((100 * share + 2.2 * (number - 1), hits / 0.3))
        axes.plot(*zip(*dots, strict=True), "ox^"[number], label=name, alpha=0.7, **look)
    axes.set_xlim(-6, 100)
    axes.set_ylim(0, 104)
    axes.set_xticks([100 * share for share in shares])
    axes.set_xlabel("runs through the fault that pass, %")
    axes.set_ylabel("fault among the first three, %")
    figure.legend(loc="upper center", ncols=3, frameon=False, fontsize=9)
    figure.tight_layout(rect=(0, 0, 1, 0.92))
    show_figure(figure, "how often the fault is among the first three lines of a ranking")


# ---- parts to ask about

Belief = dict[str, float]
Questions = dict[str, dict[str, Any]]  # name: {"price": 2, "parts": [...]}


def fleet(seed: int, parts: int = 64) -> tuple[Belief, Questions]:
    """Make a fleet in which one part is faulty: belief by part, and questions with prices.

    The answer to a question is yes if the faulty part is one of its parts.

    Parameters
    ----------
    seed
        Equal seeds give equal fleets.
    parts
        How many parts there are, a multiple of 8.
    """
    rng = Random(seed)
    names = [f"node-{number:02}" for number in range(parts)]
    old = set(rng.sample(names, parts // 8))
    hot = set(rng.sample(names, parts // 4))
    weights = {name: (12 if name in old else 1) * (4 if name in hot else 1) for name in names}
    whole = sum(weights.values())
    questions: Questions = {
        "old firmware": {"price": rng.choice([4, 5, 6]), "parts": sorted(old)},
        "hot aisle": {"price": rng.choice([2, 3, 4]), "parts": sorted(hot)},
    }
    for number in range(4):
        mine = names[number * parts // 4 : (number + 1) * parts // 4]
        questions[f"zone {number}"] = {"price": rng.choice([3, 5, 8]), "parts": mine}
    for number in range(8):
        mine = names[number * parts // 8 : (number + 1) * parts // 8]
        questions[f"shelf {number}"] = {"price": rng.choice([2, 4, 6]), "parts": mine}
    for number in range(8):
        questions[f"slot {number}"] = {"price": rng.choice([2, 4, 6]), "parts": names[number::8]}
    for name in names:
        questions[f"swap {name}"] = {"price": rng.choice([1, 3]), "parts": [name]}
    return {name: weight / whole for name, weight in weights.items()}, questions


def narrowed(belief: Mapping[str, float], parts: Sequence[str], answer: bool) -> Belief:
    """Keep the parts that fit an answer, with odds that sum to 1."""
    kept = {name: odds for name, odds in belief.items() if (name in set(parts)) is answer}
    whole = sum(kept.values())
    return {name: odds / whole for name, odds in kept.items()}


Ask = Callable[[Belief, Questions], Any]


def expected_price(ask: Ask, belief: Belief, questions: Questions) -> dict[str, float]:
    """Play a policy against every part that may be faulty, weighted by belief.

    Parameters
    ----------
    ask
        Gives the name of a question, or `("name", part)` to name the faulty part.
    belief
        Odds of each part. `ask` gets those that are left, with odds that sum to 1.
    questions
        Price and parts of each question.

    Returns
    -------
    dict
        Means over all parts: `price` paid, `asked` questions, and `wrong` names; `useless` is the
        number of questions whose answer was known.

    Raises
    ------
    ValueError
        If `ask` gives something else, or asks 80 questions in one game.
    """
    sums = {"price": 0.0, "asked": 0.0, "wrong": 0.0, "useless": 0.0}
    games = [(dict(belief), 1.0, 0)]
    while games:
        left, share, asked = games.pop()
        reply = ask(left, questions)
        if isinstance(reply, (tuple, list)) and len(reply) == 2 and reply[0] == "name":
            sums["wrong"] += share * (1 - left.get(str(reply[1]), 0))
            continue
        if not isinstance(reply, str) or reply not in questions:
            raise ValueError(f"ask gave {str(reply)[:60]!r}, which is no question and no name")
        if asked == 80:
            raise ValueError("ask asked 80 questions in one game, and named no part")
        sums["price"] += share * questions[reply]["price"]
        sums["asked"] += share
        parts = set(questions[reply]["parts"])
        yes = sum(odds for name, odds in left.items() if name in parts)
        sums["useless"] += not any(name in parts for name in left) or parts >= left.keys()
        for answer, mass in ((True, yes), (False, 1 - yes)):
            if any((name in parts) is answer for name in left):
                games.append((narrowed(left, list(parts), answer), share * mass, asked + 1))
    return sums


def draw_fleet(belief: Mapping[str, float]) -> None:
    """Draw the parts on their shelves, each as dark as it is likely to be faulty."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6.6, 3.6))
    most = max(belief.values())
    for number, odds in enumerate(belief.values()):
        shelf, slot = divmod(number, 8)
        axes.bar(slot, 0.9, 0.9, shelf - 0.45, color=BLUE, alpha=odds / most, edgecolor="black")
        axes.text(slot, shelf, f"{100 * odds:.1f}", ha="center", va="center", fontsize=8,
                  color="white" if odds > most / 2 else "black")  # fmt: skip
    axes.set_xticks(range(8))
    axes.set_yticks(range(len(belief) // 8))
    axes.set_ylim(len(belief) / 8 - 0.4, -0.6)
    axes.set_xlabel("slot")
    axes.set_ylabel("shelf")
    axes.set_title("chance to be the faulty one, %", fontsize=10)
    figure.tight_layout()
    show_figure(figure, f"{len(belief)} parts and the chance of each to be the faulty one")


# ---- schedules of workers

Step = tuple[Any, ...]
Work = Callable[[list[int]], Generator[Step, Any, None]]
MOST_STEPS, MOST_SCHEDULES = 120, 20_000


class _Worker:
    """A generator that asks for steps, with the step that it asks for next."""

    def __init__(self, work: Work, rows: Sequence[int]) -> None:
        self._steps: Generator[Any, Any, None] = work(list(rows))
        self.next: Step | None = self._advance(None)

    def _advance(self, result: object) -> Step | None:
        try:
            step = self._steps.send(result)
        except StopIteration:
            return None
        sizes = {"fetch": 2, "read": 2, "write": 3, "swap": 4, "lock": 2, "unlock": 2}
        if not isinstance(step, tuple) or sizes.get(str(step[:1][0] if step else "")) != len(step):
            raise ValueError(f"a worker asked for {str(step)[:60]!r}, which is no step")
        return step

    def take(self, result: object) -> None:
        self.next = self._advance(result)


def play(work: Work, rows: Sequence[Sequence[int]], schedule: Sequence[int]) -> dict[str, Any]:
    """Run workers step by step, by a schedule.

    A worker is a generator. It asks for its steps, and gets their results: `("fetch", row)` gives
    the row's amount, ten times its number, and `("read", name)` the value of a name.
    `("write", name, value)` gives None. `("swap", name, old, new)` writes only if the value is
    still `old`, and tells whether it was. `("lock", name)` waits until
    the lock is free, and `("unlock", name)` frees it. All names start with the value 0.

    Parameters
    ----------
    work
        Makes a worker from its rows.
    rows
        The rows of each worker.
    schedule
        Numbers of workers, one for each step. A worker that can't take a step is passed over.
        After the last number, the worker that ran last goes on as long as it can.

    Returns
    -------
    dict
        `end` (`done`, `stuck` if all wait for locks, or `endless`), `values` at the end, the
        `schedule` that was run, its `steps`, who `could` run at each, and `held`, whether a row
        was fetched under a lock.
    """
    workers = [_Worker(work, some) for some in rows]
    values: dict[str, Any] = {}
    locks: dict[str, int] = {}
    played: dict[str, Any] = {"values": values, "schedule": [], "steps": [], "could": []}
    wanted, held = list(schedule), False

    def can(number: int) -> bool:
        step = workers[number].next
        return step is not None and not (step[0] == "lock" and step[1] in locks)

    while any(worker.next is not None for worker in workers):
        able = [number for number in range(len(workers)) if can(number)]
        if not able or len(played["steps"]) >= MOST_STEPS:
            break
        while wanted and wanted[0] not in able:
            wanted.pop(0)
        last = played["schedule"][-1] if played["schedule"] else able[0]
        who = wanted.pop(0) if wanted else (last if last in able else able[0])
        step = workers[who].next
        assert step is not None
        held = held or (step[0] == "fetch" and who in locks.values())
        played["schedule"].append(who)
        played["steps"].append((who, step))
        played["could"].append(able)
        workers[who].take(_result(step, who, values, locks))
    rest = [worker for worker in workers if worker.next is not None]
    endless = len(played["steps"]) >= MOST_STEPS
    played["end"] = "done" if not rest else "endless" if endless else "stuck"
    return played | {"held": held}


def _result(step: Step, who: int, values: dict[str, Any], locks: dict[str, int]) -> object:
    kind, name = step[:2]
    if kind == "fetch":
        return 10 * name
    if kind == "lock":
        locks[name] = who
    elif kind == "unlock":
        if locks.pop(name, None) != who:
            raise ValueError(f"worker {who} unlocks {name!r}, which it has not locked")
    elif kind == "write":
        values[name] = step[2]
    elif kind == "swap":
        if values.get(name, 0) != step[2]:
            return False
        values[name] = step[3]
        return True
    else:
        return values.get(name, 0)
    return None


def all_plays(
    work: Work, rows: Sequence[Sequence[int]], preemptions: int | None = None
) -> Iterator[dict[str, Any]]:
    """Play every schedule, each once.

    Parameters
    ----------
    work, rows
        As in `play`.
    preemptions
        How often a worker that could go on is interrupted, at most; None: as often as possible.

    Raises
    ------
    ValueError
        After 20,000 schedules.
    """
    prefixes: list[tuple[list[int], int]] = [([], 0)]
    for _ in range(MOST_SCHEDULES):
        if not prefixes:
            return
        prefix, spent = prefixes.pop()
        played = play(work, rows, prefix)
        yield played
        chosen, could = played["schedule"], played["could"]
        for place in range(len(chosen) - 1, len(prefix) - 1, -1):
            goes_on = place and chosen[place - 1] in could[place]
            for other in could[place]:
                price = spent + bool(goes_on)
                if other != chosen[place] and (preemptions is None or price <= preemptions):
                    prefixes.append(([*chosen[:place], other], price))
    raise ValueError(f"more than {MOST_SCHEDULES} schedules")


def careful(rows: list[int]) -> Generator[Step, Any, None]:
    """Book rows with a lock around each step; a row can get lost."""
    for row in rows:
        amount = yield ("fetch", row)
        yield ("lock", "books")
        total = yield ("read", "total")
        yield ("unlock", "books")
        yield ("lock", "books")
        yield ("write", "total", total + amount)
        yield ("unlock", "books")


def crossed(rows: list[int]) -> Generator[Step, Any, None]:
    """Book rows with two locks, in an order that depends on the row."""
    for row in rows:
        amount = yield ("fetch", row)
        names = ["total", "rows"] if row % 2 else ["rows", "total"]
        for name in names:
            yield ("lock", name)
        for name in names:
            value = yield ("read", name)
            yield ("write", name, value + (amount if name == "total" else 1))
            yield ("unlock", name)


def summed_up(
    work: Work, rows: Sequence[Sequence[int]], preemptions: int | None = None
) -> dict[str, Any]:
    """Play every schedule, and give for each kind of failure the first schedule that shows it.

    Returns
    -------
    dict
        `schedules`, how many were played; `lost`, `stuck`, `endless`, `held` and `fetches` with a
        schedule or None; `steps`, the most steps of a schedule. Rows are `lost` if `total` or
        `rows` is wrong, and `fetches` tells of rows that were not fetched once each.
    """
    every = sorted(row for some in rows for row in some)
    whole = [10 * sum(every), len(every)]
    seen: dict[str, Any] = {"schedules": 0, "steps": 0}
    seen |= dict.fromkeys(("lost", "stuck", "endless", "held", "fetches"))
    for played in all_plays(work, rows, preemptions):
        seen["schedules"] += 1
        seen["steps"] = max(seen["steps"], len(played["steps"]))
        values = [played["values"].get(name, 0) for name in ("total", "rows")]
        kinds = [played["end"]] + ["held"] * played["held"]
        kinds += ["lost"] * (played["end"] == "done" and values != whole)
        fetched = sorted(step[1] for _, step in played["steps"] if step[0] == "fetch")
        kinds += ["fetches"] * (played["end"] == "done" and fetched != every)
        for kind in kinds:
            if seen.get(kind, 0) is None:
                seen[kind] = played["schedule"]
    return seen


def shown(played: Mapping[str, Any]) -> str:
    """Write a played schedule as lines, a column for each worker."""
    lines = []
    for who, step in played["steps"]:
        lines.append(f"{'':{26 * who}}{who}: " + " ".join(str(part) for part in step))
    return "\n".join([*lines, f"{played['end']}: {played['values']}"])


def draw_schedules(plays: Sequence[Mapping[str, Any]], good: Sequence[bool] = ()) -> None:
    """Draw each schedule as a row of steps, in a colour and a letter for each worker."""
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(6.4, 0.9 + 0.2 * len(plays)))
    for row, played in enumerate(plays):
        for place, (who, step) in enumerate(played["steps"]):
            colour = (BLUE, ORANGE, GREEN)[who % 3]
            axes.barh(row, 0.95, 0.85, place + 0.025, color=colour)
            axes.text(place + 0.5, row, f"{'ABC'[who % 3]} {step[0]}", ha="center", va="center",
                      fontsize=8, color="white" if who % 3 == 0 else "black")  # fmt: skip
        if good:
            axes.text(len(played["steps"]) + 0.15, row, "right" if good[row] else "row lost",
                      va="center", fontsize=8)  # fmt: skip
    axes.set_xlim(0, max(len(played["steps"]) for played in plays) + 1)
    axes.set_ylim(len(plays) - 0.4, -0.6)
    axes.set_yticks([])
    axes.set_xlabel("step")
    axes.set_ylabel("schedule")
    figure.tight_layout()
    show_figure(figure, f"{len(plays)} schedules, step by step")
