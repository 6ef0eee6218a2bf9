"""One learner's paper: drawn from a stock of items by the course's secret, and marked with its key.

All that is drawn follows from HMACs of the secret, the assignment, the learner and the form: no
clock, no generator of random numbers, no order of a dict. Not for files (paper_files.py).
"""

import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field

from course.errors import Problem, ProgramError
from course.papers.course_secret import CourseSecret
from course.papers.item_banks import BankItem

FORMAT: Final = 1
_TRIES: Final = 64
_BALANCE: Final = 0.5  # items: by how much a paper's expected score may be off the mean
_LEAST_SHARE: Final = 1e-9  # of a tolerance: what decimals lose in floats


class DrawnShare(BaseModel):
    """How many items of one topic and column each paper has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    column: str
    items: Annotated[int, Field(ge=1)]


class PaperStock(BaseModel):
    """What the papers of one form are drawn from: the blueprint, and the items with their keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    assignment: str
    title: str
    shares: tuple[DrawnShare, ...]
    variants: tuple[str, ...] = ()
    items: tuple[BankItem, ...]

    def shortages(self) -> Iterator[Problem]:
        """Say which topics and columns have too few items for one paper."""
        for share in self.shares:
            if (there := len(self.of(share))) < share.items:
                place = f"{self.assignment}: {share.topic}, {share.column}"
                yield Problem(place, f"a paper takes {share.items} items, the banks have {there}")

    def of(self, share: DrawnShare) -> list[BankItem]:
        """Items of one topic and column, the hardest first where that is known."""
        chosen = (i for i in self.items if (i.topic, i.column) == (share.topic, share.column))
        return sorted(chosen, key=lambda item: (_expected(item), item.id))


@dataclass(frozen=True, kw_only=True)
class PaperItem:
    """One item as it stands on a paper: `id` says nothing of the bank's, `key` stays with us."""

    id: str
    bank_id: str
    topic: str
    column: str
    kind: str
    prompt: str
    code: str
    unit: str
    options: tuple[str, ...]
    key: tuple[str, ...] | float
    within: float = 0.0

    def public(self) -> dict[str, Any]:
        """Give what the learner gets."""
        shown: dict[str, Any] = {"id": self.id, "topic": self.topic, "kind": self.kind}
        shown |= {"prompt": self.prompt, "code": self.code}
        if self.kind == "number":
            return shown | {"unit": self.unit}
        if isinstance(self.key, tuple) and self.kind == "several":
            shown["choose"] = len(self.key)
        return shown | {"options": list(self.options)}

    def is_answer(self, answer: object) -> bool:
        """Whether a stranger's value answers this item at all, right or wrong."""
        letters = ascii_lowercase[: len(self.options)]
        if self.kind == "number":
            return _finite(answer) is not None
        if self.kind == "several":
            return (
                isinstance(answer, list)
                and 0 < len(answer) <= len(letters)
                and all(_is_letter(one, letters) for one in answer)
            )
        return _is_letter(answer, letters)

    def is_right(self, answer: object) -> bool:
        """Whether a stranger's value is the right answer."""
        if not self.is_answer(answer):
            return False
        if isinstance(self.key, tuple):
            chosen = answer if isinstance(answer, list) else [answer]
            return len(chosen) == len(self.key) and set(chosen) == set(self.key)
        number = _finite(answer)
        slack = self.within * (1 + _LEAST_SHARE) + abs(self.key) * _LEAST_SHARE
        return number is not None and abs(number - self.key) <= slack


def _is_letter(answer: object, letters: str) -> bool:
    return isinstance(answer, str) and len(answer) == 1 and answer in letters


def _finite(answer: object) -> float | None:
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return None
    try:
        number = float(answer)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What was drawn for one learner in one form.

    `seed` is for the data of tasks; `variant` names the version of them, "" where there is one.
    """

    assignment: str
    title: str
    learner: str
    form: int
    variant: str
    seed: int
    items: tuple[PaperItem, ...]
    digest: str = ""

    def public(self) -> dict[str, Any]:
        """Give what the learner gets: no key, no reason, no name of the bank's."""
        return {
            "format": FORMAT,
            "assignment": self.assignment,
            "title": self.title,
            "learner": self.learner,
            "form": self.form,
            "variant": self.variant,
            "seed": self.seed,
            "paper": self.digest,
            "items": [item.public() for item in self.items],
        }

    def content(self) -> bytes:
        """Give paper.json, the same bytes each time."""
        return (json.dumps(self.public(), ensure_ascii=False, indent=1) + "\n").encode()


@dataclass(frozen=True, kw_only=True)
class PaperScore:
    """What the answers to a paper are worth: by topic, how many are right and how many there are.

    `answered` counts items with an answer; no item is named.
    """

    topics: Mapping[str, tuple[int, int]]
    answered: int

    @property
    def right(self) -> int:
        """Items with the right answer."""
        return sum(right for right, _ in self.topics.values())

    @property
    def items(self) -> int:
        """Items of the paper."""
        return sum(of for _, of in self.topics.values())


def draw(
    secret: CourseSecret,
    stock: PaperStock,
    learner: str,
    form: int,
    before: Collection[str] = frozenset(),
) -> Paper:
    """Draw the paper of one learner.

    Each topic and column is cut into as many bands of like difficulty as a paper takes items of
    it, and gives one item of each band. `before` names items of the bank that the learner has met
    in earlier forms: a band repeats none of them while it has another. Of several tries the first
    is taken whose expected score is near the mean of all papers, or the nearest.

    Raises ProgramError where the stock has too few items, and ValueError for a form below 1.
    """
    if form < 1:
        raise ValueError(f"expected form 1 or higher, got {form}")
    if shortages := list(stock.shortages()):
        raise ProgramError(shortages)
    bands = [(s.topic, s.column, b) for s in stock.shares for b in _bands(stock.of(s), s.items)]
    whose = (stock.assignment, learner, form)
    tries = (_chosen(secret, bands, (*whose, n), before) for n in range(_TRIES))
    chosen = _balanced(tries, sum(_mean(band) for _, _, band in bands))
    chosen.sort(key=lambda item: secret.derived("order of items", *whose, item.id))
    items = tuple(_on_paper(secret, whose, n, item) for n, item in enumerate(chosen, start=1))
    first = int.from_bytes(secret.derived("variant", stock.assignment, learner)[:8], "big")
    variants = stock.variants
    paper = Paper(
        assignment=stock.assignment,
        title=stock.title,
        learner=learner,
        form=form,
        variant=variants[(first + form - 1) % len(variants)] if variants else "",
        seed=int.from_bytes(secret.derived("data", *whose)[:6], "big"),
        items=items,
    )
    digest = secret.derived("paper", paper.content().decode()).hex()[:32]
    return Paper(**(vars(paper) | {"digest": digest}))


def _chosen(
    secret: CourseSecret,
    bands: Iterable[tuple[str, str, list[BankItem]]],
    whose: tuple[str | int, ...],
    before: Collection[str],
) -> list[BankItem]:
    chosen = []
    for topic, column, band in bands:
        fresh = [item for item in band if item.id not in before]
        place = ("band", *whose, topic, column)
        orders = {secret.derived(*place, item.id): item for item in fresh or band}
        chosen.append(orders[min(orders)])
    return chosen


def _bands(items: list[BankItem], number: int) -> Iterator[list[BankItem]]:
    for n in range(number):
        yield items[n * len(items) // number : (n + 1) * len(items) // number]


def _balanced(tries: Iterable[list[BankItem]], mean: float) -> list[BankItem]:
    best: list[BankItem] = []
    least = math.inf
    for chosen in tries:
        off = abs(sum(map(_expected, chosen)) - mean)
        if off < least:
            best, least = chosen, off
        if off <= _BALANCE:
            break
    return best


def _expected(item: BankItem) -> float:
    return 0.5 if item.expected is None else item.expected


def _mean(band: list[BankItem]) -> float:
    return sum(map(_expected, band)) / len(band)


def _on_paper(
    secret: CourseSecret, whom: tuple[str, str, int], number: int, item: BankItem
) -> PaperItem:
    options = sorted(
        item.options,
        key=lambda option: secret.derived("order of options", *whom, item.id, option.text),
    )
    letters = tuple(
        letter for letter, option in zip(ascii_lowercase, options, strict=False) if option.right
    )
    return PaperItem(
        id=f"q{number:02}",
        bank_id=item.id,
        topic=item.topic or "",
        column=item.column or "",
        kind=item.kind,
        prompt=item.question,
        code=item.code,
        unit=item.unit,
        options=tuple(option.text for option in options),
        key=letters if item.answer is None else item.answer,
        within=item.within,
    )


def marked(paper: Paper, answers: Mapping[str, object]) -> PaperScore:
    """Mark a stranger's answers, by the paper's own ids; what is no answer counts as none."""
    topics: dict[str, tuple[int, int]] = {}
    for item in paper.items:
        right, of = topics.get(item.topic, (0, 0))
        topics[item.topic] = (right + item.is_right(answers.get(item.id)), of + 1)
    answered = sum(item.is_answer(answers.get(item.id)) for item in paper.items)
    return PaperScore(topics=dict(sorted(topics.items())), answered=answered)
