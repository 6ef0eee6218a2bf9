"""Find which submitted cell is which cell of the source, also where its metadata was lost.

A cell is known by nbgrader's metadata, else by its id, else by its text. An answer that stands in
a cell of the learner's own is known by the names that its stub defines; prose by its place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from course.notebooks import without_hidden_tests

if TYPE_CHECKING:
    from nbformat import NotebookNode

OWN, LOCKED, SOLUTION, TEST = "own", "locked", "solution", "test"
# By its first words, since a learner's text may be no Python, or too deep for its parser.
DEFINED = re.compile(
    r"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)"
    r"|^(\w+(?:[ \t]*,[ \t]*\w+)*)[ \t]*(?::[^=\n]*)?=(?!=)",
    re.MULTILINE,
)
PROSE = re.compile(r"^[ \t]*[^\W\d_]['\u2019\w]*(?:,? [^\W\d_]['\u2019\w]*){4}", re.MULTILINE)


@dataclass(kw_only=True)
class Places:
    """Where the source's cells stand in a submission.

    `of` has the place of each known cell by its id; `left_out` the places of cells that are
    mere copies; `answered_in` the id of the cell that answers another one as well; `beside` the
    ids of answers in prose that are as released, although the learner wrote text beside them.
    """

    of: dict[str, int] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    answered_in: dict[str, str] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)


def role_of(cell: "NotebookNode") -> str:
    """Say who writes a cell of the source; `own` where nbgrader has no say."""
    flags = cell.metadata.get("nbgrader") or {}
    if flags.get("solution"):
        return SOLUTION
    if flags.get("grade") and cell.cell_type == "code":
        return TEST
    return LOCKED if flags.get("locked") or flags.get("grade") or flags.get("task") else OWN


def grade_id_of(cell: "NotebookNode") -> str:
    """Give the name under which nbgrader knows a cell; empty where it knows none."""
    metadata = cell.metadata.get("nbgrader")
    grade_id = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def find_places(
    source: "NotebookNode", submitted: Sequence["NotebookNode"], name: str, damage: list[str]
) -> Places:
    """Find the source's cells in a submission.

    Parameters
    ----------
    source
        The notebook as released, hidden tests included.
    submitted
        The cells that were handed in.
    name
        What sentences call the notebook.
    damage
        Gets a sentence for each cell that was not where or what it should be.
    """
    known = {grade_id_of(cell): cell for cell in source.cells if role_of(cell) != OWN}
    search = _Search(source=source, submitted=submitted, known=known, name=name, damage=damage)
    search.by_metadata()
    search.by_id()
    search.by_text()
    search.answers()
    search.copies()
    search.prose_beside()
    return search.places


@dataclass(kw_only=True)
class _Search:
    """The search through one submission, surest signs first."""

    source: "NotebookNode"
    submitted: Sequence["NotebookNode"]
    known: Mapping[str, "NotebookNode"]
    name: str
    damage: list[str]
    places: Places = field(default_factory=Places)
    texts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Read each submitted text once; there may be thousands."""
        self.texts = [_normal(cell.source) for cell in self.submitted]

    def by_metadata(self) -> None:
        """Of cells with the same id the last one counts, unless it is as released."""
        copies: dict[str, list[int]] = {}
        for number, cell in enumerate(self.submitted):
            grade_id = grade_id_of(cell)
            if grade_id in self.known:
                copies.setdefault(grade_id, []).append(number)
        for grade_id, numbers in copies.items():
            number = numbers[-1]
            which = "the last counts"
            if role_of(self.known[grade_id]) == SOLUTION:
                written = [n for n in numbers if not self._is_released(grade_id, n)]
                if written and written[-1] != number:
                    number, which = written[-1], "the one that was written in counts"
            if len(numbers) > 1:
                times = "twice" if len(numbers) == 2 else f"{len(numbers)} times"
                self._say(f"cell {grade_id} is there {times}; {which}")
            self.places.of[grade_id] = number

    def by_id(self) -> None:
        """Cells whose metadata is gone, but not their id."""
        for number, cell in self._unmarked():
            cell_id = cell.get("id")
            if isinstance(cell_id, str) and cell_id in self.known and self._is_free(cell_id):
                self._say(f"cell {cell_id} lost its metadata; known by its id")
                self.places.of[cell_id] = number

    def by_text(self) -> None:
        """Prompts and tests, which nobody changes, where even their ids are gone."""
        missing: dict[tuple[str, str], list[str]] = {}
        for grade_id, cell in self.known.items():
            if self._is_free(grade_id) and role_of(cell) != SOLUTION:
                missing.setdefault((cell.cell_type, _released(cell)), []).append(grade_id)
        for number, cell in self._unmarked():
            same = missing.get((cell.cell_type, self.texts[number]))
            if same and self.texts[number]:
                grade_id = same.pop(0)
                self._say(f"cell {grade_id} lost its metadata; known by its text")
                self.places.of[grade_id] = number

    def answers(self) -> None:
        """Answers that stand in the learner's own cells, or in the cell of another answer."""
        for grade_id, cell in self.known.items():
            if role_of(cell) != SOLUTION or not self._is_free(grade_id):
                continue
            near = list(self._own_between(grade_id))
            if cell.cell_type == "code" and (names := _names(cell.source)):
                number = self._definition(names, cell, near)
            else:
                near = [n for n in near if self.submitted[n].cell_type == cell.cell_type]
                number = near[0] if len(near) == 1 else None
            if number is not None:
                self._say(f"cell {grade_id} is missing; cell {number + 1} is graded as it")
                self.places.of[grade_id] = number
            elif cell.cell_type == "code" and (other := self._other_answer(cell)):
                self._say(f"cell {grade_id} is missing; its answer stands in {other}")
                self.places.answered_in[grade_id] = other

    def copies(self) -> None:
        """Untouched copies of a stub would undo the answer above them."""
        stubs = {
            _normal(cell.source): grade_id
            for grade_id, cell in self.known.items()
            if role_of(cell) == SOLUTION and cell.cell_type == "code" and _normal(cell.source)
        }
        taken = set(self.places.of.values())
        for number, cell in enumerate(self.submitted):
            grade_id = stubs.get(self.texts[number]) if cell.cell_type == "code" else None
            if grade_id is None or number in taken:
                continue
            at = self.places.of.get(grade_id)
            written = at is not None and not self._is_released(grade_id, at)
            if written or grade_id in self.places.answered_in:
                self.places.left_out.add(number)
                self._say(f"cell {number + 1} is a copy of {grade_id} as released; left out")

    def prose_beside(self) -> None:
        """Text of the learner's own beside an answer in prose that nobody wrote in."""
        for grade_id, cell in self.known.items():
            if role_of(cell) != SOLUTION or not _by_hand(cell):
                continue
            at = self.places.of.get(grade_id)
            if at is not None and not self._is_released(grade_id, at):
                continue
            if any(_is_prose(self.submitted[n]) for n in self._own_between(grade_id)):
                self.places.beside.add(grade_id)
                self._say(
                    f"cell {grade_id} is as released, but text stands beside it; a person must look"
                )

    def _say(self, what: str) -> None:
        self.damage.append(f"{self.name}: {what}")

    def _is_free(self, grade_id: str) -> bool:
        return grade_id not in self.places.of

    def _is_released(self, grade_id: str, number: int) -> bool:
        return self.texts[number] == _normal(self.known[grade_id].source)

    def _unmarked(self) -> Iterator[tuple[int, "NotebookNode"]]:
        """Walk the cells that are no known cell yet and do not say that they are another's."""
        taken = set(self.places.of.values())
        for number, cell in enumerate(self.submitted):
            if not grade_id_of(cell) and number not in taken:
                yield number, cell

    def _own_between(self, grade_id: str) -> Iterator[int]:
        """Walk the places of the learner's own cells between a cell's neighbours in the source."""
        anchors = self._anchors()
        order = list(anchors)
        at = next(n for n, (known, _) in enumerate(order) if known == grade_id)
        before = [anchors[key] for key in order[:at] if anchors[key] >= 0]
        after = [anchors[key] for key in order[at + 1 :] if anchors[key] >= 0]
        here = self.places.of.get(grade_id, -1)
        first = before[-1] if before else here if here >= 0 else -1
        last = after[0] if after else len(self.submitted)
        if here >= 0 and not first <= here < last:  # cells are in another order
            first, last = here - 1, here + 2
        authored = set(anchors.values())
        for number, _ in self._unmarked():
            if first < number < last and number not in authored and self.texts[number]:
                yield number

    def _anchors(self) -> dict[tuple[str, int], int]:
        """Find each cell of the source, the author's text between included; -1 where it is gone."""
        own: dict[tuple[str, str], list[int]] = {}
        for number, cell in self._unmarked():
            own.setdefault((cell.cell_type, self.texts[number]), []).append(number)
        anchors = {}
        for n, cell in enumerate(self.source.cells):
            if role_of(cell) == OWN:
                same = own.get((cell.cell_type, _normal(cell.source)))
                anchors["", n] = same.pop(0) if same else -1
            else:
                grade_id = grade_id_of(cell)
                anchors[grade_id, n] = self.places.of.get(grade_id, -1)
        return anchors

    def _definition(
        self, names: frozenset[str], stub: "NotebookNode", near: Sequence[int]
    ) -> int | None:
        """Find the last cell of the learner's own that defines all names of a stub."""
        authored = set(self._anchors().values())
        anywhere = [number for number, _ in self._unmarked() if number not in authored]
        for numbers in (near, anywhere):
            for number in reversed(numbers):
                cell = self.submitted[number]
                if cell.cell_type != "code" or self.texts[number] == _normal(stub.source):
                    continue
                if names <= _names(cell.source):
                    return number
        return None

    def _other_answer(self, stub: "NotebookNode") -> str | None:
        """Say where an answer stands that was merged into another's cell, or cut into several."""
        names = _names(stub.source)
        if not names:
            return None
        parts: set[str] = set()
        for grade_id, number in self.places.of.items():
            cell = self.submitted[number]
            if role_of(self.known[grade_id]) != SOLUTION or cell.cell_type != "code":
                continue
            if names <= _names(cell.source):
                return grade_id
        for number, cell in self._unmarked():
            if cell.cell_type == "code" and self.texts[number] != _normal(stub.source):
                parts |= _names(cell.source)
        return "cells of their own" if names <= parts else None


def _by_hand(cell: "NotebookNode") -> bool:
    """Tell whether a person gives the points of an answer."""
    return bool((cell.metadata.get("nbgrader") or {}).get("grade"))


def _released(cell: "NotebookNode") -> str:
    """Give the text of a cell of the source as learners have it."""
    return _normal(without_hidden_tests(cell.source) if role_of(cell) == TEST else cell.source)


def _normal(text: str) -> str:
    """Leave out what editors change by themselves: ends of lines and of the text."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def _names(text: str) -> frozenset[str]:
    """Give the names that a cell defines at its outermost level."""
    return frozenset(
        name.strip()
        for defined, assigned in DEFINED.findall(text)
        for name in (defined or assigned).split(",")
    )


def _is_prose(cell: "NotebookNode") -> bool:
    """Tell text for a person from code; some write their text into a code cell."""
    return cell.cell_type != "code" or bool(PROSE.search(cell.source))
