"""What an error that ended a cell is called, where it came from, and what is shown of it."""

import traceback
from typing import Any

from course.errors import GradingError
from course.examination.examiner.audit_hook import NotAuthors
from course.examination.examiner.cell_text import SubmittedText
from course.examination.shared import shell as shells
from course.examination.wire.codecs import WireError


def as_error(error: BaseException) -> Exception:
    """Make an error of an exception that would steer a test."""
    plain = RuntimeError(f"the answer raised {type(error).__name__}: {error}")
    frames = vars(error).get("_learner_frames")
    vars(plain)["_learner_frames"] = frames if frames is not None else ()
    return plain


def kind_of(error: BaseException | None) -> str:
    """Name the kind of error by which the conductor judges: boundary, assertion or exception."""
    learners = "_learner_frames" in vars(error) if error is not None else False
    if isinstance(error, (WireError, NotAuthors)) or (
        isinstance(error, GradingError) and not learners
    ):
        return "boundary"
    if isinstance(error, AssertionError) and "_learner_frames" not in vars(error):
        return "assertion"
    return "exception"


def shown(error: BaseException) -> dict[str, Any]:
    """Make a cell's output of an error, as a kernel shows it."""
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error),
        "traceback": [f"{type(error).__name__}: {error}"],
    }


def explain(ran: shells.Ran, submission: SubmittedText) -> None:
    """Add the learner's own lines to the traceback of an exception that came from there."""
    frames = vars(ran.error).get("_learner_frames") if ran.error is not None else None
    if not frames or not ran.outputs or ran.outputs[-1]["output_type"] != "error":
        return
    lines = ["", "In the submission:"]
    names = {shells.code_name(c["source"], submission.plain): c for c in submission.cells}
    for name, line, function in frames[:20]:
        cell = names.get(name)
        text = cell["source"].splitlines()[line - 1 : line] if cell is not None else []
        lines.append(f"  {function}, line {line}: {text[0].strip() if text else ''}")
    ran.outputs[-1]["traceback"].append("\n".join(lines))


def line_reached(ran: shells.Ran, cell: dict[str, Any]) -> int | None:
    """Give the line of the cell that raised; 0 where nothing of it ran, None where all did."""
    if ran.error is None:
        return None
    name = shells.code_name(cell["source"])
    for step in traceback.extract_tb(ran.error.__traceback__):
        if step.filename == name:
            return step.lineno or 0
    return 0
