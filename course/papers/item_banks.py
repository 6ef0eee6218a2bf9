"""Banks of theory items: docs/teaching/<module>/items.toml, read strictly and looked over.

Learners get no bank. An item without topic and column is for teachers only, and no paper draws it.
Not for who gets which item (drawing.py).
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import Problem, ProgramError, validation_problems
from course.files import read_plain

BANKS: Final = Path("docs", "teaching")
BANK_FILE: Final = "items.toml"
MOST_BYTES: Final = 1 << 20
MOST_OPTIONS: Final = 8
FEW_ITEMS: Final = 12  # below, the lengths of right options say nothing
_ALL_OR_NONE: Final = re.compile(
    r"\b(all|none|both|neither|any)( of)?( the)? (above|(other )?(answers|options) above)\b"
    r"|\b(all|none|both|neither|any) of (these|those)\b",
    re.IGNORECASE,
)
Words = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
Column = Literal["recall", "evidence", "decides"]


class _BankPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class ItemOption(_BankPart):
    """One option: right, or the misconception that it stands for."""

    text: Words
    why: Words
    right: bool = False


class BankItem(_BankPart):
    """One theory item. `expected` is the share of learners at the mark who get it right."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    notebook: Words
    section: Annotated[int, Field(ge=1, le=99)] | None = None
    topic: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)] | None = None
    column: Column | None = None
    kind: Literal["single", "several", "number"] = "single"
    question: Words
    code: Annotated[str, Field(max_length=4000)] = ""
    options: tuple[ItemOption, ...] = ()
    answer: Annotated[float, Field(ge=-1e300, le=1e300)] | None = None
    within: Annotated[float, Field(ge=0, le=1e300)] = 0.0
    unit: Annotated[str, Field(max_length=40)] = ""
    why: str = ""
    expected: Annotated[float, Field(ge=0, le=1)] | None = None

    @property
    def drawable(self) -> bool:
        """Whether a paper may draw it."""
        return self.topic is not None and self.column is not None


def bank_path(course_dir: Path, module_id: str) -> Path:
    """Where the bank of a module lies."""
    return course_dir / BANKS / module_id / BANK_FILE


def read_bank(path: Path, shown_as: str = "") -> tuple[BankItem, ...]:
    """Read a bank, whole or not at all.

    Raises ProgramError with every problem: the file, the item by its id, the field.
    """
    place = shown_as or path.name
    try:
        data = tomllib.loads(read_plain(path, MOST_BYTES).decode("utf-8"))
    except OSError as error:
        raise ProgramError(Problem(place, f"no bank of items: {error.strerror}")) from error
    except ValueError as error:  # no UTF-8, no TOML, no plain file
        raise ProgramError(Problem(place, str(error))) from error
    rows = data.get("items")
    if set(data) != {"items"} or not isinstance(rows, list) or not rows:
        raise ProgramError(Problem(place, "expected tables [[items]] and nothing beside them"))
    items: list[BankItem] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        name = row.get("id") if isinstance(row, dict) else None
        where = f"{place}: item {name if isinstance(name, str) else number}"
        try:
            items.append(BankItem.model_validate(_as_tuples(row)))
        except ValidationError as error:
            problems += (p.within(where) for p in validation_problems(error))
        else:
            problems += (Problem(where, what) for what in _faults(items[-1]))
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            problems.append(Problem(f"{place}: item {item.id}", "a second item of this id"))
        seen.add(item.id)
    if problems:
        raise ProgramError(problems)
    return tuple(items)


def _as_tuples(row: Any) -> Any:
    """Give pydantic the list that TOML has as the tuple that a strict model takes."""
    if isinstance(row, dict) and isinstance(row.get("options"), list):
        row = row | {"options": tuple(row["options"])}
    if isinstance(row, dict):
        for key in ("answer", "within", "expected"):  # TOML tells 4 from 4.0, people do not
            if type(row.get(key)) is int:
                row = row | {key: float(row[key])}
    return row


def _faults(item: BankItem) -> Iterator[str]:
    right = sum(option.right for option in item.options)
    if item.kind == "number":
        if item.answer is None or item.options:
            yield "kind: a number has an answer and no options"
        elif not item.why.strip():
            yield "why: missing; say how the number is found"
        return
    if item.answer is not None or item.within or item.unit:
        yield f"kind: {item.kind} has options; answer, within and unit belong to a number"
    if not 2 <= len(item.options) <= MOST_OPTIONS:
        yield f"options: expected 2 to {MOST_OPTIONS}, got {len(item.options)}"
    if item.kind == "single" and right != 1:
        yield f"options: expected one that is right, got {right}"
    if item.kind == "several" and not 1 <= right < len(item.options):
        yield f"options: expected one or more right and one or more wrong, got {right} right"
    texts = [" ".join(option.text.casefold().split()) for option in item.options]
    if len(set(texts)) < len(texts):
        yield "options: two of them say the same"
    for option in item.options:
        if found := _ALL_OR_NONE.search(option.text):
            yield f"options: {found[0]!r} speaks of other options, whose order is drawn"


def bank_findings(
    items: Sequence[BankItem], sections: Callable[[str], frozenset[int] | None]
) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a bank as a whole: an item's id, "" for all, and a sentence.

    `sections` gives the numbers of a notebook's sections; None where there is no such notebook.
    """
    prompts: dict[str, str] = {}
    for item in items:
        same = " ".join(f"{item.question} {item.code}".casefold().split())
        if same in prompts:
            yield item.id, f"asks what {prompts[same]} asks"
        prompts.setdefault(same, item.id)
        known = sections(item.notebook)
        if known is None:
            yield item.id, f"notebook: there is no {item.notebook}"
        elif item.section is None and item.drawable:
            yield item.id, "section: missing; which section teaches it?"
        elif item.section is not None and item.section not in known:
            yield item.id, f"section: {item.notebook} has no section {item.section}"
        if (item.topic is None) != (item.column is None):
            yield item.id, "topic and column: expected both, or none for an item of no paper"
    yield from (("", what) for what in _telling_lengths(items))


def _telling_lengths(items: Iterable[BankItem]) -> Iterator[str]:
    """Whether the length of an option gives its item away, over a whole bank.

    A right option is the longest of k in one item of k by chance, and so for the shortest. More
    than two standard deviations above that is a pattern that learners find.
    """
    single = [item for item in items if item.kind == "single" and len(item.options) > 1]
    if len(single) < FEW_ITEMS:
        return
    shares = [1 / len(item.options) for item in single]
    by_chance, spread = sum(shares), sqrt(sum(share * (1 - share) for share in shares))
    for word, extreme in (("longest", max), ("shortest", min)):
        met = 0
        for item in single:
            lengths = [len(option.text) for option in item.options]
            right = next(len(option.text) for option in item.options if option.right)
            met += right == extreme(lengths) and lengths.count(right) == 1
        if met > by_chance + 2 * spread:
            yield (
                f"the right option is the {word} in {met} of {len(single)} items, "
                f"{by_chance:.0f} by chance: who has not learned it can tell"
            )
