"""Where a passing mark should be: a panel's judgement, its error, and what it does to decisions.

Pure numbers. A modified Angoff panel says, item by item, how probably someone who is just good
enough passes it; the cut is what such a person would score. Not for deciding what the program
asks (program.toml does), nor for how items behave (item_analysis.py).
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from math import ceil, comb, sqrt
from statistics import fmean, stdev

from course.errors import Problem, ProgramError


@dataclass(frozen=True, kw_only=True)
class CutScore:
    """A form's cut in points of `out_of`, by `raters` over `items`, with its standard error.

    `by_rater` are the raters' own cuts; `apart` names the items on which ratings differ most,
    the widest first: what the panel should talk about.
    """

    form: str
    raters: int
    items: int
    cut: float
    out_of: float
    standard_error: float
    by_rater: Mapping[str, float]
    apart: tuple[tuple[str, float], ...]
    rationale: str = ""


def angoff(
    ratings: Mapping[str, Mapping[str, float]],
    *,
    form: str,
    points: Mapping[str, float] | None = None,
    rationale: str = "",
) -> CutScore:
    """Give the cut of a modified Angoff table: rater -> item -> probability from 0 to 1.

    The cut is the mean of the raters' sums, each rating times its item's points (1 where `points`
    says nothing); the standard error is the raters' standard deviation over the root of their
    number. Sources: Angoff 1971, in Thorndike (ed.), Educational Measurement, 508-600; Cizek and
    Bunch 2007, Standard Setting, ch. 6. Raises ProgramError with every problem.
    """
    names = sorted({item for by_item in ratings.values() for item in by_item})
    problems: list[Problem] = []
    if len(ratings) < 2:
        problems.append(Problem(form, f"expected 2 raters or more, got {len(ratings)}"))
    for rater, by_item in ratings.items():
        problems += [
            Problem(f"{form}: {rater}: {item}", "expected a rating")
            for item in names
            if item not in by_item
        ]
        problems += [
            Problem(f"{form}: {rater}: {item}", f"expected 0 to 1, got {value!r}")
            for item, value in by_item.items()
            if not 0 <= value <= 1
        ]
    if not names:
        problems.append(Problem(form, "expected ratings of at least one item"))
    if problems:
        raise ProgramError(problems)
    worth = {item: 1.0 if points is None else points.get(item, 1.0) for item in names}
    by_rater = {
        rater: sum(by_item[item] * worth[item] for item in names)
        for rater, by_item in ratings.items()
    }
    spread = {item: [by_item[item] for by_item in ratings.values()] for item in names}
    apart = sorted(((item, max(r) - min(r)) for item, r in spread.items()), key=lambda x: -x[1])
    return CutScore(
        form=form,
        raters=len(ratings),
        items=len(names),
        cut=fmean(by_rater.values()),
        out_of=sum(worth.values()),
        by_rater=by_rater,
        apart=tuple(apart[:5]),
        standard_error=stdev(by_rater.values()) / sqrt(len(by_rater)),
        rationale=rationale,
    )


def read_panel(text: str, *, form: str, points: Mapping[str, float] | None = None) -> CutScore:
    """Read a panel's table as CSV and give its cut.

        # why the mark is where it is, and who was asked
        rater,01-components-and-contracts/ex1-tests,…
        rater-1,60,…

    A rating is in percent: of a hundred people who are just good enough, how many pass this test
    cell? Raises ProgramError with every problem and its line.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    words = [line.lstrip("# ").strip() for line in lines if line.startswith("#")]
    rows = [
        (number, row)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
        for row in csv.reader(StringIO(line))
    ]
    if not rows or rows[0][1][0].strip() != "rater" or len(set(rows[0][1])) < len(rows[0][1]):
        what = "expected a first row `rater`, then each test cell once"
        raise ProgramError(Problem(form, what))
    head, problems = [cell.strip() for cell in rows[0][1]], list[Problem]()
    ratings: dict[str, dict[str, float]] = {}
    for number, row in rows[1:]:
        if len(row) != len(head) or row[0].strip() in ratings:
            what = f"expected a new rater and {len(head) - 1} ratings"
            problems.append(Problem(f"{form}: line {number}", what))
            continue
        try:
            ratings[row[0].strip()] = {
                name: float(cell) / 100 for name, cell in zip(head[1:], row[1:], strict=True)
            }
        except ValueError as error:
            problems.append(Problem(f"{form}: line {number}", f"expected percent, {error}"))
    if problems:
        raise ProgramError(problems)
    return angoff(ratings, form=form, points=points, rationale=" ".join(words))


@dataclass(frozen=True, kw_only=True)
class Consistency:
    """How often a second, equal form would decide alike, from one administration.

    `agreement` is the share of equal decisions, `kappa` that beyond chance (None where everybody
    passes or fails for sure), `sem_at_cut` the standard error of a score at the cut, in items.
    """

    n: int
    agreement: float
    kappa: float | None
    sem_at_cut: float


def consistency(
    scores: Sequence[int], *, items: int, cut: float, reliability: float, fewest: int
) -> Consistency | None:
    """Estimate decision consistency by Subkoviak's method; None below `fewest` scores.

    A learner of x of `items` has the true share r x / n + (1 - r) mean / n; passing is a binomial
    draw of at least the cut, rounded up. Sources: Subkoviak 1976, J. Educ. Measurement 13,
    265-276; the error at the cut is Lord's binomial one, sqrt(x (n - x) / (n - 1)): Lord 1957,
    Educ. Psychol. Measurement 17, 510-521. Raises ValueError for a score outside 0 to `items`.
    """
    if wrong := [score for score in scores if not 0 <= score <= items]:
        raise ValueError(f"expected scores of 0 to {items}, got {wrong[0]}")
    if len(scores) < max(1, fewest):
        return None
    needed, mean = ceil(cut - 1e-9), fmean(scores)
    r = min(1.0, max(0.0, reliability))
    passes = {
        x: _at_least(needed, items, (r * x + (1 - r) * mean) / items) for x in sorted(set(scores))
    }
    all_passes = [passes[x] for x in scores]
    agreement = fmean(p * p + (1 - p) * (1 - p) for p in all_passes)
    rate = fmean(all_passes)
    chance = rate * rate + (1 - rate) * (1 - rate)
    return Consistency(
        n=len(scores),
        agreement=agreement,
        kappa=None if chance > 1 - 1e-12 else (agreement - chance) / (1 - chance),
        sem_at_cut=sqrt(max(0.0, cut * (items - cut) / (items - 1))) if items > 1 else 0.0,
    )


def _at_least(needed: int, n: int, share: float) -> float:
    """Probability of `needed` or more of `n` independent draws."""
    return min(
        1.0,
        sum(comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(max(0, needed), n + 1)),
    )
