"""Join a submission with its source: whose text stands in which cell, and what was damaged.

The source decides which cells nbgrader knows, in what order, for how many points, and the text
of locked cells and tests. The learner's text counts in solution cells, and the learner's own
cells stay behind the cell they followed. Nothing else of a submission is trusted or kept.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from course.grading.matching import (
    OWN,
    SOLUTION,
    Places,
    find_places,
    grade_id_of,
    role_of,
)
from course.grading.salvage import read_cells

MOST_OWN_CELLS = 500
PLAIN_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}\Z")
PICTURES = {"image/png", "image/jpeg", "image/gif"}
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*\Z")


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


def reconcile(source: NotebookNode, submission: bytes | None, name: str) -> Reconciled:
    """Make the notebook to grade from a learner's file (None where there is none).

    `source` is the notebook as released, but with its hidden tests. A submission that cannot
    be read is graded as one in which nothing was written.
    """
    damage: list[str] = []
    submitted = _read(submission, name, damage, kernel=_kernel(source))
    known = {grade_id_of(cell): cell for cell in source.cells if role_of(cell) != OWN}
    places = Places()
    if submitted is not None:
        places = find_places(source, submitted, name, damage)
        damage += [
            f"{name}: cell {i} is missing; put back"
            for i, cell in known.items()
            if i not in places.of
            and i not in places.answered_in
            and not cell.metadata.get("course", {}).get("added")
        ]
        order = sorted(places.of, key=lambda i: places.of[i])
        if order != [i for i in known if i in places.of]:
            damage.append(f"{name}: cells are in another order; graded in the source's")
    own = _own(submitted or [], places, name, damage)
    cells, roles, untouched = [], [], set()
    for role, cell in _joined(source, submitted, places, own):
        grade_id = grade_id_of(cell)
        if role == SOLUTION and cell.source == known[grade_id].source:
            untouched |= {grade_id} - places.beside
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
        unread=submitted is None,
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


def _own(
    submitted: list[NotebookNode], places: Places, name: str, damage: list[str]
) -> dict[str, list[NotebookNode]]:
    """Give the learner's own cells, by the known cell that they follow ("" at the start)."""
    known = {place: i for i, place in places.of.items()}
    own: dict[str, list[NotebookNode]] = {}
    anchor, count = "", 0
    for number, cell in enumerate(submitted):
        if number in known:
            anchor = known[number]
        elif number in places.left_out:
            continue
        elif count < MOST_OWN_CELLS:
            own.setdefault(anchor, []).append(_plain(cell))
            count += 1
        else:
            damage.append(f"{name}: only the first {MOST_OWN_CELLS} cells of their own are kept")
    return own


def _plain(cell: NotebookNode, like: NotebookNode | None = None) -> NotebookNode:
    """Copy a cell without outputs and metadata; type, id and metadata of `like` are taken over."""
    copy = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {
            "cell_type": like.cell_type if like is not None else cell.cell_type,
            "id": like.get("id") if like is not None else cell.get("id"),
            "metadata": json.loads(json.dumps(like.metadata)) if like is not None else {},
            "source": cell.source,
        }
    )
    if copy.cell_type == "code":
        copy.outputs, copy.execution_count = [], None
    elif copy.cell_type == "markdown" and (pictures := _attachments(cell)):
        copy.attachments = pictures
    return copy  # type: ignore[no-any-return]


def _attachments(cell: NotebookNode) -> dict[str, dict[str, str]]:
    """Give the pictures that a learner put into an answer; anything else is left out."""
    attachments = cell.get("attachments")
    pictures = {
        str(name): {
            mime: data
            for mime, data in bundle.items()
            if mime in PICTURES and isinstance(data, str) and BASE64.match(data)
        }
        for name, bundle in (attachments.items() if isinstance(attachments, dict) else ())
        if isinstance(bundle, dict)
    }
    return {name: bundle for name, bundle in pictures.items() if bundle}


def _joined(
    source: NotebookNode,
    submitted: list[NotebookNode] | None,
    places: Places,
    own: dict[str, list[NotebookNode]],
) -> Iterator[tuple[str, NotebookNode]]:
    """Walk the notebook to grade: the source's order, each cell with its role."""
    yield from ((OWN, cell) for cell in own.get("", []))
    for cell in source.cells:
        role, grade_id = role_of(cell), grade_id_of(cell)
        if role == OWN:
            if submitted is None:  # nothing was handed in, so the source's own cells stand alone
                yield OWN, _plain(cell)
            continue
        answer = cell
        if submitted is not None and grade_id in places.of:
            answer = submitted[places.of[grade_id]]
        elif grade_id in places.answered_in:
            answer = nbformat.from_dict(  # type: ignore[no-untyped-call]
                {**cell, "source": f"# answered in {places.answered_in[grade_id]}"}
            )
        yield role, _plain(answer if role == SOLUTION else cell, like=cell)
        yield from ((OWN, cell) for cell in own.get(grade_id, []))


def _give_ids(cells: list[NotebookNode]) -> None:
    """Make every id valid and unique; nbgrader's cells keep theirs."""
    ids = {cell.get("id") for cell in cells if cell.metadata.get("nbgrader")}
    for number, cell in enumerate(cells, start=1):
        if cell.metadata.get("nbgrader") and cell.get("id"):
            continue
        cell_id = cell.get("id")
        if not isinstance(cell_id, str) or not PLAIN_ID.match(cell_id) or cell_id in ids:
            cell_id = f"own-{number}"
        cell.id = cell_id
        ids.add(cell_id)
