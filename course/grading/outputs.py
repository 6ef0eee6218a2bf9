"""What a child says a cell put out, checked and cut: nbformat outputs of known shape and size.

A candidate may send anything. Only known keys of known types are taken over, lone surrogates are
replaced, and what is above the cell's or the notebook's bytes is cut with a note.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from course.jobs import Limits, Output

_MOST_OUTPUTS: Final = 500
_SHORT: Final = 2000
_NOTE_BYTES: Final = 200


def clean(text: object, most: int) -> str:
    """Return `text` as a str that UTF-8 can hold, of at most `most` bytes of JSON or so."""
    if not isinstance(text, str):
        return ""
    cut = text[:most].encode("utf-8", "replace").decode()
    while cut and (needed := len(json.dumps(cut, ensure_ascii=False).encode()) - 2) > most:
        cut = cut[: min(len(cut) - 1, len(cut) * most // needed)]
    return cut


def _data(raw: object) -> dict[str, Any] | None:
    """Take over a mime bundle: text for each type, or JSON for types of JSON."""
    if not isinstance(raw, Mapping):
        return None
    bundle: dict[str, Any] = {}
    for mime, content in list(raw.items())[:20]:
        if not isinstance(mime, str) or len(mime) > 100 or "/" not in mime:
            continue
        if isinstance(content, list) and all(isinstance(line, str) for line in content):
            content = "".join(content)  # noqa: PLW2901 - nbformat's other spelling of text
        if isinstance(content, str):
            bundle[clean(mime, 100)] = content.encode("utf-8", "replace").decode()
        elif mime.endswith("json"):
            text = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
            bundle[clean(mime, 100)] = json.loads(text)
    return bundle or None


def _shaped(raw: object, count: int | None) -> Output | None:
    """Rebuild one output from its known keys; None where it is no output."""
    if not isinstance(raw, Mapping):
        return None
    kind = raw.get("output_type")  # of any type: tuples below, since a set would hash it
    if kind == "stream" and raw.get("name") in ("stdout", "stderr"):
        text = raw.get("text")
        if isinstance(text, list):
            text = "".join(line for line in text if isinstance(line, str))
        if not isinstance(text, str):
            return None
        text = text.encode("utf-8", "replace").decode()
        return {"output_type": "stream", "name": raw["name"], "text": text}
    if kind in ("display_data", "execute_result"):
        data = _data(raw.get("data"))
        if data is None:
            return None
        output: Output = {"output_type": kind, "metadata": {}, "data": data}
        if kind == "execute_result":
            output["execution_count"] = count
        return output
    if kind == "error":
        lines = raw.get("traceback")
        lines = lines if isinstance(lines, list) else []
        return {
            "output_type": "error",
            "ename": clean(raw.get("ename"), _SHORT) or "Error",
            "evalue": clean(raw.get("evalue"), _SHORT),
            "traceback": [clean(line, 8 * _SHORT) for line in lines[:100] if isinstance(line, str)],
        }
    return None


def note(text: str) -> Output:
    """Return a line of the grader's own as an output."""
    return {"output_type": "stream", "name": "stdout", "text": f"[{text}]\n"}


def size(output: Output) -> int:
    """Return the bytes an output takes in a notebook, but for indentation."""
    return len(json.dumps(output, ensure_ascii=False).encode("utf-8", "replace"))


class Budget:
    """What is left of one notebook's output bytes."""

    def __init__(self, limits: Limits) -> None:
        """Start with the whole budget."""
        self._left = limits.notebook_output_bytes
        self._cell = limits.cell_output_bytes

    def take(self, raw: object, count: int | None = None) -> list[Output]:
        """Return the outputs of one cell as nbformat has them, within what is left."""
        if not isinstance(raw, list):
            return []
        room = max(0, min(self._cell, self._left - _NOTE_BYTES))
        outputs: list[Output] = []
        lost = max(0, len(raw) - _MOST_OUTPUTS)
        for item in raw[:_MOST_OUTPUTS]:
            try:
                output = _shaped(item, count)
            except (RecursionError, ValueError):  # JSON too deep to be written again
                output = None
            if output is None:
                continue
            needed = size(output)
            if needed > room and output["output_type"] == "stream" and room > _NOTE_BYTES:
                whole = len(output["text"])
                output["text"] = clean(output["text"], room - _NOTE_BYTES // 2)
                needed = size(output)
                lost += whole - len(output["text"])
            if needed > room:
                lost += needed
                continue
            outputs.append(output)
            room -= needed
            self._left -= needed
        if lost:
            outputs.append(note(f"output cut here by the grader: about {lost} bytes more"))
            self._left -= _NOTE_BYTES
        return outputs
