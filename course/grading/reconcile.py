"""Join a submission with its source: whose text stands in which cell, and what was damaged.

The source decides which cells nbgrader knows, in what order, with which marks, and the text
of locked cells and tests. The learner's text counts in solution cells, and the learner's own
cells stay behind the cell they followed. Nothing else of a submission is trusted or kept.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from course.grading.salvage import read_cells

MOST_OWN_CELLS = 500
PLAIN_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}\Z")
PICTURES = {"image/png", "image/jpeg", "image/gif"}
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*\Z")
OWN, LOCKED, SOLUTION, TEST = "own", "locked", "solution", "test"


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """A notebook ready to run.

    `roles` has one role a cell; `damage` is a sentence each, naming file and cell; `untouched`
    holds the ids of solution cells with the released text; `unread` says that no cell of the
    submission could be read.
    """

    notebook: NotebookNode
    roles: tuple[str, ...]
    damage: tuple[str, ...]
    untouched: frozenset[str]
    unread: bool


def role_of(cell: NotebookNode) -> str:
    """Say who writes a cell of the source; `own` where nbgrader has no say."""
    marks = cell.metadata.get("nbgrader") or {}
    if marks.get("solution"):
        return SOLUTION
    if marks.get("grade") and cell.cell_type == "code":
        return TEST
    return LOCKED if marks.get("locked") or marks.get("grade") or marks.get("task") else OWN


def reconcile(source: NotebookNode, submission: bytes | None, name: str) -> Reconciled:
    """Make the notebook to grade from a learner's file (None where there is none).

    `source` is the notebook as released, but with its hidden tests. A submission that cannot
    be read is graded as one in which nothing was written.
    """
    damage: list[str] = []
    theirs = _read(submission, name, damage, kernel=_kernel(source))
    known = {_id(cell): cell for cell in source.cells if role_of(cell) != OWN}
    mine = _matched(theirs or [], known, name, damage)
    if theirs is not None:
        damage += [f"{name}: cell {i} is missing; put back" for i in known if i not in mine]
        order = sorted(mine, key=lambda i: mine[i])
        if order != [i for i in known if i in mine]:
            damage.append(f"{name}: cells are in another order; graded in the source's")
    own = _own(theirs, set(mine.values()), {n: i for i, n in mine.items()}, name, damage)
    cells, roles, untouched = [], [], set()
    for role, cell in _joined(source, theirs, mine, own):
        if role == SOLUTION and cell.source == known[_id(cell)].source:
            untouched.add(_id(cell))
        cells.append(cell)
        roles.append(role)
    _give_ids(cells)
    metadata = {k: v for k, v in source.metadata.items() if k != "course"}
    notebook = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )
    return Reconciled(
        notebook=notebook,
        roles=tuple(roles),
        damage=tuple(dict.fromkeys(damage)),
        untouched=frozenset(untouched),
        unread=theirs is None,
    )


def _read(
    submission: bytes | None, name: str, damage: list[str], *, kernel: str | None
) -> list[NotebookNode] | None:
    if submission is None:
        damage.append(f"{name} is missing")
        return None
    return read_cells(submission, name, damage, kernel=kernel)


def _kernel(source: NotebookNode) -> str | None:
    spec = source.metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    return name if isinstance(name, str) else None


def _id(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader")
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    return grade_id if isinstance(grade_id, str) else ""


def _matched(
    theirs: list[NotebookNode], known: dict[str, NotebookNode], name: str, damage: list[str]
) -> dict[str, int]:
    """Place of each known cell in the submission; of duplicates the last, as nbgrader does."""
    places: dict[str, int] = {}
    for number, cell in enumerate(theirs):
        grade_id = _id(cell)
        if grade_id in known:
            if grade_id in places:
                damage.append(f"{name}: cell {grade_id} is there twice; the last counts")
            places[grade_id] = number
    for number, cell in enumerate(theirs):
        cell_id = cell.get("id")
        if not isinstance(cell_id, str) or _id(cell):
            continue
        if cell_id in known and cell_id not in places:
            damage.append(f"{name}: cell {cell_id} lost its metadata; known by its id")
            places[cell_id] = number
    return places


def _own(
    theirs: list[NotebookNode] | None,
    taken: set[int],
    ids: dict[int, str],
    name: str,
    damage: list[str],
) -> dict[str, list[NotebookNode]]:
    """The learner's own cells, by the known cell that they follow ("" at the start)."""
    own: dict[str, list[NotebookNode]] = {}
    anchor, count = "", 0
    for number, cell in enumerate(theirs or []):
        if number in taken:
            anchor = ids[number]
        elif count < MOST_OWN_CELLS:
            own.setdefault(anchor, []).append(_plain(cell))
            count += 1
        else:
            damage.append(f"{name}: only the first {MOST_OWN_CELLS} cells of their own are kept")
    return own


def _plain(cell: NotebookNode, like: NotebookNode | None = None) -> NotebookNode:
    """Copy of a learner's cell without outputs and metadata, of the type of `like`."""
    made = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {
            "cell_type": like.cell_type if like is not None else cell.cell_type,
            "id": like.get("id") if like is not None else cell.get("id"),
            "metadata": json.loads(json.dumps(like.metadata)) if like is not None else {},
            "source": cell.source,
        }
    )
    if made.cell_type == "code":
        made.outputs, made.execution_count = [], None
    elif made.cell_type == "markdown" and (kept := _attachments(cell)):
        made.attachments = kept
    return made  # type: ignore[no-any-return]


def _attachments(cell: NotebookNode) -> dict[str, dict[str, str]]:
    """Pictures that a learner put into an answer; anything else is left out."""
    found = cell.get("attachments")
    pictures = {
        str(name): {
            mime: data
            for mime, data in bundle.items()
            if mime in PICTURES and isinstance(data, str) and BASE64.match(data)
        }
        for name, bundle in (found.items() if isinstance(found, dict) else ())
        if isinstance(bundle, dict)
    }
    return {name: bundle for name, bundle in pictures.items() if bundle}


def _joined(
    source: NotebookNode,
    theirs: list[NotebookNode] | None,
    mine: dict[str, int],
    own: dict[str, list[NotebookNode]],
) -> Iterator[tuple[str, NotebookNode]]:
    yield from ((OWN, cell) for cell in own.get("", []))
    for cell in source.cells:
        role, grade_id = role_of(cell), _id(cell)
        if role == OWN:
            if theirs is None:  # nothing was handed in, so the source's own cells stand alone
                yield OWN, _plain(cell)
            continue
        answer = theirs[mine[grade_id]] if theirs is not None and grade_id in mine else cell
        yield role, _plain(answer if role == SOLUTION else cell, like=cell)
        yield from ((OWN, cell) for cell in own.get(grade_id, []))


def _give_ids(cells: list[NotebookNode]) -> None:
    """Make every id valid and unique; nbgrader's cells keep theirs."""
    taken = {cell.get("id") for cell in cells if cell.metadata.get("nbgrader")}
    for number, cell in enumerate(cells, start=1):
        if cell.metadata.get("nbgrader") and cell.get("id"):
            continue
        wanted = cell.get("id")
        if not isinstance(wanted, str) or not PLAIN_ID.match(wanted) or wanted in taken:
            wanted = f"own-{number}"
        cell.id = wanted
        taken.add(wanted)
