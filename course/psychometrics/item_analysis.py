"""How test cells behave across a cohort: how many pass, and whether passing says anything.

Pure numbers over plain answers. An unknown score counts nowhere, and a test whose exercise was
not attempted says nothing about the test. Not for judging a learner (results.py), nor for where
a passing mark should be (cut_scores.py).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from statistics import NormalDist, StatisticsError, correlation, fmean, pvariance
from typing import NamedTuple

FEWEST, FEW = 20, 100  # answers: below the first no statistics, below the second a caution
HARD, EASY = 0.2, 0.95
WEAK = 0.15  # corrected point-biserial correlation
OUTER = 0.27  # of learners in the upper and in the lower group: Kelley 1939
# Of our own choice: shares beyond which it is rather the test or the prompt than the learners.
STOPPED, RAISES = 0.05, 0.25
NOT_ATTEMPTED = "not_attempted"


class Flag(StrEnum):
    """What is odd about a test cell."""

    REVERSED = "reversed"
    STOPS = "stops"
    RAISES = "raises"
    WEAK = "weak"
    HARD = "hard"
    EASY = "easy"

    @property
    def sentence(self) -> str:
        """Say what it means and what to look at."""
        return _SENTENCES[self]


_SENTENCES = {
    Flag.REVERSED: "who does well elsewhere fails it: probably mis-keyed",
    Flag.STOPS: "many answers time out or are killed: look at its limits and its prompt",
    Flag.RAISES: "many answers raise: does the prompt say what the test calls?",
    Flag.WEAK: "passing it says little about the rest: review",
    Flag.HARD: f"fewer than {HARD:.0%} pass: is it taught, is the prompt clear?",
    Flag.EASY: f"more than {EASY:.0%} pass: it tells nobody apart",
}


class Answer(NamedTuple):
    """What one learner's answer got from one test cell; None where that is not known."""

    points: float | None
    out_of: float
    verdict: str | None = None

    @property
    def counts(self) -> bool:
        """Tell whether the test said something about this answer."""
        return self.points is not None and self.out_of > 0 and self.verdict != NOT_ATTEMPTED


class Key(NamedTuple):
    """Where a test cell stands."""

    notebook: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One test cell. Statistics are None below FEWEST answers, or where they are not defined.

    `n` answers were judged, `passed` of them got all points. `verdicts` counts what the grader
    recorded, not attempted ones too; `unknown` answers have no score.
    """

    notebook: str
    cell: str
    n: int
    passed: int
    unknown: int
    verdicts: Mapping[str, int] = field(default_factory=dict)
    share: float | None = None
    interval: tuple[float, float] | None = None
    discrimination: float | None = None
    flags: tuple[Flag, ...] = ()
    upper_lower: float | None = None

    @property
    def caution(self) -> str:
        """Say how far the numbers can be trusted."""
        if self.n < FEWEST:
            return f"{self.n} answers, fewer than {FEWEST}: no statistics"
        return f"{self.n} answers, fewer than {FEW}: rough" if self.n < FEW else ""


def items(answers: Mapping[str, Mapping[Key, Answer]]) -> tuple[Item, ...]:
    """Analyse learner -> test cell -> answer; give the test cells in their order of place.

    `share` passed has Wilson's 95 % interval. `discrimination` is the corrected point-biserial
    correlation: full points or not, against the share of points in the learner's other answers.
    `upper_lower` is the share that passes in the upper 27 % of learners, by points, less that in
    the lower 27 %.
    """
    columns: dict[Key, list[tuple[Answer, float | None, float]]] = {}
    for by_key in answers.values():
        judged = [a for a in by_key.values() if a.counts]
        points, out_of = sum(a.points or 0.0 for a in judged), sum(a.out_of for a in judged)
        for key, answer in by_key.items():
            rest = None
            if answer.counts and out_of > answer.out_of:
                rest = (points - (answer.points or 0.0)) / (out_of - answer.out_of)
            whole = points / out_of if out_of else 0.0
            columns.setdefault(key, []).append((answer, rest, whole))
    return tuple(_item(key, columns[key]) for key in sorted(columns))


def _item(key: Key, column: list[tuple[Answer, float | None, float]]) -> Item:
    counted = [(_passed(answer), rest, whole) for answer, rest, whole in column if answer.counts]
    n, passed = len(counted), sum(p for p, _, _ in counted)
    kinds = Counter(answer.verdict for answer, _, _ in column if answer.verdict)
    share = interval = discrimination = apart = None
    if n >= FEWEST:
        share, interval = passed / n, wilson(passed, n)
        discrimination = point_biserial([(p, rest) for p, rest, _ in counted if rest is not None])
        apart = upper_lower([(p, whole) for p, _, whole in counted])
    return Item(
        notebook=key.notebook,
        cell=key.cell,
        n=n,
        passed=passed,
        unknown=sum(answer.points is None for answer, _, _ in column),
        verdicts=dict(sorted(kinds.items())),
        share=share,
        interval=interval,
        discrimination=discrimination,
        flags=flags(share, discrimination, kinds),
        upper_lower=apart,
    )


def _passed(answer: Answer) -> bool:
    return (answer.points or 0.0) >= answer.out_of - 1e-9


def flags(
    share: float | None, discrimination: float | None, kinds: Mapping[str, int]
) -> tuple[Flag, ...]:
    """Apply the rules, the gravest first; what is None breaks none.

    Verdicts are counted, not estimated, so small cohorts are flagged too, but only where even
    the lower end of Wilson's interval is beyond the mark.
    """
    ran = sum(count for kind, count in kinds.items() if kind != NOT_ATTEMPTED)
    stopped, raised = kinds.get("timed_out", 0) + kinds.get("killed", 0), kinds.get("raised", 0)
    rules = {
        Flag.REVERSED: discrimination is not None and discrimination < 0,
        Flag.STOPS: ran > 0 and wilson(stopped, ran)[0] > STOPPED,
        Flag.RAISES: ran > 0 and wilson(raised, ran)[0] > RAISES,
        Flag.WEAK: discrimination is not None and 0 <= discrimination < WEAK,
        Flag.HARD: share is not None and share < HARD,
        Flag.EASY: share is not None and share > EASY,
    }
    return tuple(flag for flag, holds in rules.items() if holds)


def wilson(passed: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Give Wilson's score interval of a share (Wilson 1927, JASA 22, 209-212). `n` above 0."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = passed / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def point_biserial(pairs: list[tuple[bool, float]]) -> float | None:
    """Correlate passed or not with the rest; None where there is too little, or one never varies.

    It is Pearson's correlation with one variable of 0 and 1.
    """
    if len(pairs) < FEWEST:
        return None
    try:
        return correlation([float(p) for p, _ in pairs], [rest for _, rest in pairs])
    except StatisticsError:  # a constant has no correlation
        return None


def upper_lower(pairs: Sequence[tuple[bool, float]]) -> float | None:
    """Give D: the share that passes in the upper 27 % less that in the lower 27 %.

    `pairs` are passed or not, and the learner's score; learners of equal score at a group's edge
    count in part, so that no order decides. Source: Kelley 1939, J. Educ. Psychol. 30, 17-24.
    None where all scores are equal.
    """
    size = OUTER * len(pairs)
    if len({score for _, score in pairs}) < 2:
        return None
    return _outer(pairs, size, -1) - _outer(pairs, size, 1)


def _outer(pairs: Sequence[tuple[bool, float]], size: float, sign: int) -> float:
    passed, left = 0.0, size
    levels: dict[float, list[bool]] = {}
    for p, score in pairs:
        levels.setdefault(sign * score, []).append(p)
    for level in sorted(levels):
        taken = min(left, len(levels[level]))
        passed += taken * fmean(levels[level])
        left -= taken
    return passed / size


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How alike a second, equal test would order learners. Numbers are None where undefined.

    `n` learners with a score in each of `items` test cells, passed or not; `mean` and `sd` are of
    tests passed, `sem` is the standard error of measurement in tests.
    """

    n: int
    items: int
    mean: float | None = None
    sd: float | None = None
    kr20: float | None = None
    sem: float | None = None
    without: Mapping[Key, float | None] = field(default_factory=dict)

    @property
    def caution(self) -> str:
        """Say how far the numbers can be trusted."""
        if self.n < FEWEST:
            return f"{self.n} complete answers, fewer than {FEWEST}: no statistics"
        return f"{self.n} complete answers, fewer than {FEW}: rough" if self.n < FEW else ""


def table(answers: Mapping[str, Mapping[Key, Answer]]) -> tuple[list[Key], dict[str, list[int]]]:
    """Give the test cells, and a row of 0 and 1 for each learner whose every score is known.

    What was not attempted is 0 here: omitted is wrong where whole tests are compared.
    """
    keys = sorted({key for by_key in answers.values() for key in by_key})
    known = {
        learner: [int(a.counts and _passed(a)) for a in (by_key[key] for key in keys)]
        for learner, by_key in answers.items()
        if all(key in by_key and by_key[key].points is not None for key in keys)
    }
    return keys, known


def reliability(answers: Mapping[str, Mapping[Key, Answer]]) -> Reliability:
    """Analyse a module's tests as one test; nothing but counts below FEWEST learners."""
    keys, known = table(answers)
    rows = list(known.values())
    if len(rows) < FEWEST or len(keys) < 2:
        return Reliability(n=len(rows), items=len(keys))
    totals = [float(sum(row)) for row in rows]
    kr = kr20(rows)
    sd = sqrt(pvariance(totals))
    return Reliability(
        n=len(rows),
        items=len(keys),
        mean=fmean(totals),
        sd=sd,
        kr20=kr,
        sem=None if kr is None else sd * sqrt(1 - kr),
        without={
            key: kr20([row[:at] + row[at + 1 :] for row in rows]) for at, key in enumerate(keys)
        },
    )


def kr20(rows: Sequence[Sequence[int]]) -> float | None:
    """Give Kuder and Richardson's formula 20 of rows of 0 and 1, which is Cronbach's alpha here.

    k / (k - 1) * (1 - sum(p q) / variance), the variance of totals with n below it. Source: Kuder
    and Richardson 1937, Psychometrika 2, 151-160. None below two items, or without any variance.
    """
    items_ = len(rows[0]) if rows else 0
    totals = [sum(row) for row in rows]
    if items_ < 2 or len(set(totals)) < 2:
        return None
    shares = [fmean(column) for column in zip(*rows, strict=True)]
    within = sum(p * (1 - p) for p in shares)
    return items_ / (items_ - 1) * (1 - within / pvariance([float(total) for total in totals]))
