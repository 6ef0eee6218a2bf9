"""Lines to put in order: what an order is, its code, and how it runs in the learner's kernel.

Graded from the file by running the order; a line is named by a digest of its text, so the file
holds no code and an order can only be made of the author's lines.
"""

import builtins
import contextlib
import hashlib
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

from course.errors import NotebookError, Problem
from course.widgets.answer_files import load
from course.widgets.prose import Block, Code, Paragraph, spans

DEEPEST: Final = 8
INDENT: Final = "    "
MOST_STEPS: Final = 500_000  # of the interpreter, before an order counts as endless
MOST_LINES: Final = 40
MOST_SAID: Final = 2000  # characters
NAME: Final = "<your order>"

Namespace = dict[str, Any]


def line_names(lines: Sequence[str]) -> dict[str, str]:
    """Name each line by a digest of its text without indent; equal lines get numbers."""
    named: dict[str, str] = {}
    for line in lines:
        text = line.strip()
        name = hashlib.sha256(text.encode()).hexdigest()[:8]
        number = sum(other == text for other in named.values())
        named[f"{name}-{number + 1}"] = text
    return named


def scrambled(names: Sequence[str]) -> list[str]:
    """Give the order in which lines are shown first: by their digests, so always the same."""
    return sorted(names)


@dataclass(frozen=True, kw_only=True)
class Parsons:
    """A puzzle of lines; `lines` hold the right ones and distractors, indents are the learner's."""

    id: str
    prompt: str
    lines: tuple[str, ...]
    check_run: Callable[[Namespace], object] | None = None
    kind: str = "parsons"

    def __post_init__(self) -> None:
        if not 2 <= len(self.lines) <= MOST_LINES or not all(line.strip() for line in self.lines):
            what = f"expected 2 to {MOST_LINES} lines, none empty"
            raise NotebookError(Problem(f"parsons {self.id}", what))

    def spec(self) -> dict[str, Any]:
        """Give what the page shows: lines in an order that says nothing."""
        named = line_names(self.lines)
        return {
            "kind": self.kind,
            "id": self.id,
            "prompt": spans(self.prompt),
            "deepest": DEEPEST,
            "lines": [[name, named[name]] for name in scrambled(list(named))],
            "runs": self.check_run is not None,
        }

    def check(self, value: Any) -> list[str]:
        """List what in a value is no order of these lines."""
        if not isinstance(value, dict) or not value.keys() <= {"order", "solved"}:
            return ["value: expected an order"]
        if "solved" in value and value["solved"] is not True:
            return ["solved: expected true or nothing"]
        return order_faults(value.get("order"), set(line_names(self.lines)))

    def accept(self, value: Any, sent: Any) -> dict[str, Any]:
        """Take an order, `{"order": [[line, indent], …]}`. Raises ValueError."""
        order = sent.get("order") if isinstance(sent, dict) else None
        if problems := order_faults(order, set(line_names(self.lines))):
            raise ValueError("; ".join(problems[:3]))
        same = bool(value) and value["order"] == order
        return {"order": order} | ({"solved": True} if same and value.get("solved") else {})

    def feedback(self, value: Any) -> dict[str, Any]:
        """Tell that the saved order was run and found right."""
        return {"solved": True} if (value or {}).get("solved") else {}

    def code(self, value: Any) -> str:
        """Assemble the code of a checked value."""
        return assemble((value or {}).get("order", []), line_names(self.lines))

    def run(self, value: Any) -> tuple[bool, str]:
        """Run an order and its check; say whether it is right, and what came."""
        if self.check_run is None:
            return False, "There is nothing to run here: this order is graded after submission."
        return run_order(self.code(value), self.check_run)

    def blocks(self, value: Any) -> list[Block]:
        """Give the puzzle as a page to read, with the order that is saved."""
        named = line_names(self.lines)
        blocks: list[Block] = [
            Paragraph(words=self.prompt),
            Code(text="\n".join(named[name] for name in scrambled(list(named)))),
        ]
        if value:
            blocks += [Paragraph(words="Your order:"), Code(text=self.code(value).rstrip("\n"))]
        return blocks


def order_faults(order: Any, names: set[str]) -> list[str]:
    """List why something is no order of lines: `[[name, indent], …]`, no line twice."""
    if not isinstance(order, list) or len(order) > len(names):
        return [f"order: expected at most {len(names)} lines"]
    seen: set[str] = set()
    for place, entry in enumerate(order, start=1):
        if not isinstance(entry, list) or len(entry) != 2:
            return [f"order: line {place}: expected a name and an indent"]
        name, indent = entry
        if not isinstance(name, str) or name not in names or name in seen:
            return [f"order: line {place}: unknown or twice: {str(name)[:40]!r}"]
        if type(indent) is not int or not 0 <= indent <= DEEPEST:
            return [f"order: line {place}: expected an indent of 0 to {DEEPEST}"]
        seen.add(name)
    return []


def assemble(order: Sequence[Sequence[Any]], named: dict[str, str]) -> str:
    """Write the code of an order."""
    return "".join(f"{INDENT * indent}{named[name]}\n" for name, indent in order)


def assembled(widget_id: str, lines: Sequence[str], *, folder: Path | None = None) -> str:
    """Give the code of the order that a learner saved, for a test cell to run.

    Parameters
    ----------
    widget_id : str
        The id in the call of `parsons`.
    lines : sequence of str
        The lines of that call. The code is made of these, never of text from the learner's file.
    folder : Path, optional
        Folder that holds `answers/`; by default the one in which this process was started.

    Returns
    -------
    str
        The code; empty where nothing was saved, or it is no order of these lines.

    Raises
    ------
    NotebookError
        Where the id or the lines are wrong.
    """
    puzzle = Parsons(id=widget_id, prompt="", lines=tuple(str(line) for line in lines))
    return puzzle.code(load(widget_id, kind="parsons", check=puzzle.check, folder=folder).value)


class _EndlessError(BaseException):
    """The order ran too long; no `except Exception` of its lines can catch it."""


def run_order(code: str, check: Callable[[Namespace], object]) -> tuple[bool, str]:
    """Run code and its check in a namespace of their own, for at most MOST_STEPS of its steps.

    The count, not a clock, ends an endless loop: the same order always gives the same answer.
    """
    printed = io.StringIO()
    try:
        compiled = compile(code, NAME, "exec")
    except SyntaxError as error:
        return False, f"Line {error.lineno}: {error.msg}"
    namespace: Namespace = {"__name__": "order", "__builtins__": builtins}
    steps = 0

    def count(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        if frame.f_code.co_filename != NAME:
            return None
        # A loop on one line makes no further "line" events, so opcodes are counted.
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        if steps > MOST_STEPS:
            raise _EndlessError
        return count

    before = sys.gettrace()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            sys.settrace(count)
            try:
                exec(compiled, namespace)  # noqa: S102 - the author's lines, in the learner's order
                check(namespace)
            finally:
                sys.settrace(before)
    except _EndlessError:
        return False, f"Stopped after {MOST_STEPS} steps: does a loop never end?"
    except AssertionError as error:
        return False, _cut(str(error) or "The check found it wrong.")
    except (Exception, SystemExit) as error:  # whatever a wrong order does
        return False, _cut(f"{type(error).__name__}: {error}")
    return True, _cut(f"Right. {printed.getvalue()}".rstrip())


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SAID else text[:MOST_SAID] + " …"
