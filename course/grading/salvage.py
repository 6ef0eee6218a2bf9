"""Read a learner's notebook file as far as it can be read; what cannot be is named and left out.

Everything in it is hostile: any type, any depth, any size. A cell comes out with its type, id,
nbgrader's metadata, source and attachments only, so that nothing else of it can reach what
follows. course.files.strict_json is not for such files: it refuses what can still be graded.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.notebooks import where

LARGE = 10 << 20
MOST_CELLS = 5_000
KINDS = ("code", "markdown", "raw")
CELLS = re.compile(r'"cells"\s*:\s*\[\s*')
SPACE = re.compile(r"[\s,]*")


def read_cells(
    submission: bytes, name: str, damage: list[str], *, kernel: str | None = None
) -> list[NotebookNode] | None:
    """Give a file's cells, None where there are none; `damage` gets a sentence for each fault.

    `kernel` is the name of the kernel that the notebook was released for.
    """
    if len(submission) > LARGE:
        size = len(submission) / (1 << 20)
        damage.append(f"{name}: {size:.0f} MB; outputs and foreign metadata are left out")
    try:
        text = submission.decode("utf-8")
    except UnicodeDecodeError as error:
        damage.append(f"{name}: not UTF-8 at byte {error.start}; what can be decoded is graded")
        text = submission.decode("utf-8", errors="replace")
    raw = _notebook(text.removeprefix("\ufeff"), name, damage)
    if raw is None:
        return None
    other = _text_at(raw, "kernelspec", "name")
    if kernel and other and other != kernel:
        damage.append(f"{name}: its kernel was {other[:60]!r}; graded with {kernel!r}")
    cells = []
    for number, cell in enumerate(raw["cells"], start=1):
        if number > MOST_CELLS:
            damage.append(f"{name}: only the first {MOST_CELLS} cells were read")
            break
        try:
            cells.append(_cell(cell))
        except (TypeError, ValueError, RecursionError) as error:
            damage.append(f"{name}: cell {number} cannot be read ({error}); left out")
    return cells


def _notebook(text: str, name: str, damage: list[str]) -> dict[str, Any] | None:
    """Find the object with the list of cells: the whole, an upgraded one, or what is left."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        damage.append(f"{name}: not JSON, {where(error)}")
        saved = list(_whole_cells(text))
        if saved:
            damage.append(f"{name}: the first {len(saved)} cells could be read and are graded")
        return {"cells": saved} if saved else None
    if isinstance(raw, dict) and isinstance(raw.get("worksheets"), list):
        damage.append(f"{name}: nbformat {_short(raw.get('nbformat'))}, an old one; upgraded")
        raw = _upgraded(raw)
        if raw is None:
            damage.append(f"{name}: the old format could not be upgraded")
            return None
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        kind = type(raw).__name__
        if isinstance(raw, dict):
            kind = f"nbformat {_short(raw.get('nbformat'))}"
        damage.append(f"{name}: not a notebook of format 4: no list of cells ({kind})")
        return None
    if raw.get("nbformat") != 4:
        damage.append(f"{name}: expected nbformat 4, got {_short(raw.get('nbformat'))}")
    return raw


def _whole_cells(text: str) -> Iterator[object]:
    """Walk the cells that stand whole before the place where a file breaks off."""
    start = CELLS.search(text)
    decoder = json.JSONDecoder()
    at = start.end() if start else len(text)
    while at < len(text):
        try:
            cell, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield cell
        space = SPACE.match(text, at)
        at = space.end() if space else at


def _upgraded(raw: dict[str, Any]) -> dict[str, Any] | None:
    """Read a notebook of format 3, which old editors still write."""
    try:
        old = nbformat.from_dict(raw)  # type: ignore[no-untyped-call]
        new = nbformat.convert(old, 4)  # type: ignore[no-untyped-call]
        return dict(new)
    except Exception:  # whatever a hostile file makes the upgrade raise, it is unreadable
        return None


def _cell(cell: object) -> NotebookNode:
    """Keep of a cell what counts. Raises TypeError or ValueError naming what is wrong."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in KINDS:
        raise ValueError("not a code, markdown or raw cell")
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise TypeError(f"its source is a {type(source).__name__}")
    metadata = cell.get("metadata")
    plain: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "source": _encodable(source),
        "metadata": {
            key: value
            for key, value in (metadata.items() if isinstance(metadata, dict) else ())
            if key == "nbgrader"
        },
    }
    plain.update((key, cell[key]) for key in ("id", "attachments") if key in cell)
    return nbformat.from_dict(plain)  # type: ignore[no-untyped-call, no-any-return]


def _encodable(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can say and UTF-8 cannot."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _text_at(raw: dict[str, Any], *keys: str) -> str | None:
    """Give the text at a place in a notebook's metadata, None where there is none."""
    value: object = raw.get("metadata")
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return _encodable(value) if isinstance(value, str) else None


def _short(value: object) -> str:
    return repr(value)[:40] if isinstance(value, int | str | float | None) else type(value).__name__
