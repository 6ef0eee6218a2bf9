"""Answer files: `answers/<id>.json` beside the notebook, one for each widget that asks.

    {"format": 1, "id": "01-recall", "kind": "quiz", "saved": "2026-11-03T10:00:00Z", "value": …}

Written whole or not at all; read as what a stranger may have put there. `value` is of the kind's
own shape (questions.py, activities.py, parsons.py check it). Not for who asks, nor for grades.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from course.errors import NotebookError, Problem, SubmissionError
from course.files import read_plain, require_plain_folder, strict_json, write_whole

HOME: Final = Path.cwd()  # taken once: a notebook may change its folder later
FOLDER: Final = "answers"
FORMAT: Final = 1
MOST_BYTES: Final = 64 * 1024
ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID: Final = 64

Check = Callable[[Any], list[str]]


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What an answer file says.

    Attributes
    ----------
    value : object
        The answer. For a quiz it is a dict of question id to answer. None where nothing was saved,
        or the file is wrong.
    at : str or None
        When it was saved, in UTC, such as `2026-11-03T10:00:00Z`.
    problem : str or None
        Why the file is not used; None where it is right, or missing.
    """

    value: Any = None
    at: str | None = None
    problem: str | None = None

    def get(self, question: str, default: object = None) -> Any:
        """Give the answer to one question of a quiz.

        Parameters
        ----------
        question : str
            The question's id.
        default : object
            What to give where it was not answered.

        Returns
        -------
        object
            A letter for a choice, a sorted list of letters where several could be chosen, or a
            number.
        """
        answer = self.value.get(question, default) if isinstance(self.value, dict) else default
        return default if answer is None else answer


def checked_id(widget_id: object) -> str:
    """Give an id back. Raises NotebookError for one that cannot name a file."""
    if not isinstance(widget_id, str) or len(widget_id) > LONGEST_ID or not ID.fullmatch(widget_id):
        raise NotebookError(f"expected an id such as 01-recall, got {str(widget_id)[:80]!r}")
    return widget_id


def read_answer(widget_id: str, *, folder: Path | None = None) -> Saved:
    """Read an answer file without knowing what was asked. Test cells that grade answers call this.

    Parameters
    ----------
    widget_id : str
        The id in the call that asked, such as `01-recall`.
    folder : Path, optional
        Folder that holds `answers/`; by default the one in which this process was started.

    Returns
    -------
    Saved
        The answer. Where the file is missing or cannot be used, there is none, and nothing is
        raised.

    Raises
    ------
    NotebookError
        Where the id is wrong.

    Examples
    --------
    >>> from pathlib import Path
    >>> from course.widgets import read_answer
    >>> read_answer("01-recall", folder=Path("nowhere")).get("twice", "not answered")
    'not answered'
    """
    return load(widget_id, folder=folder)


def load(
    widget_id: str,
    *,
    kind: str | None = None,
    check: Check | None = None,
    folder: Path | None = None,
) -> Saved:
    """Read an answer file; of the given kind, and with a value that `check` has no problem with.

    Raises NotebookError for a bad id and nothing else.
    """
    name = f"{FOLDER}/{checked_id(widget_id)}.json"
    place = HOME if folder is None else folder
    try:
        require_plain_folder(place / FOLDER)
        saved = _parsed(read_plain(place / name, MOST_BYTES), widget_id, kind)
        problems = check(saved.value) if check else []
    except FileNotFoundError:
        return Saved()
    except ValueError as error:
        return Saved(problem=f"{name} is not used: {error}")
    except OSError as error:
        return Saved(problem=f"{name} is not used: it cannot be read ({error.strerror})")
    if problems:
        return Saved(problem=f"{name} is not used: {'; '.join(problems[:3])}")
    return saved


def store(
    widget_id: str,
    kind: str,
    value: Any,
    *,
    folder: Path | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Saved:
    """Write an answer file whole: a new file beside it, flushed to disk, then exchanged.

    Raises SubmissionError where it cannot be written; the old file then stands as it was.
    """
    widget_id = checked_id(widget_id)
    name = f"{FOLDER}/{widget_id}.json"
    at = now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    content = {"format": FORMAT, "id": widget_id, "kind": kind, "saved": at, "value": value}
    raw = (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
    if len(raw) > MOST_BYTES:
        raise SubmissionError(Problem(name, f"expected at most {MOST_BYTES} bytes, got {len(raw)}"))
    home = (HOME if folder is None else folder) / FOLDER
    try:
        home.mkdir(exist_ok=True)
        require_plain_folder(home)
        write_whole(home / f"{widget_id}.json", raw)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SubmissionError(f"{name} cannot be written: {why}") from error
    return Saved(value=value, at=at)


def refused(saved: Saved, problem: str) -> Saved:
    """Say of something read that it is not used."""
    return replace(saved, value=None, at=None, problem=problem)


def _parsed(raw: bytes, widget_id: str, kind: str | None) -> Saved:
    data = strict_json(raw)
    if not isinstance(data, dict):
        raise ValueError(f"expected an object, got {type(data).__name__}")  # noqa: TRY004 - data
    for key, expected in (("format", FORMAT), ("id", widget_id), ("kind", kind)):
        got = data.get(key)
        if (type(got), got) != (type(expected), expected) and (key, kind) != ("kind", None):
            raise ValueError(f"{key}: expected {expected!r}, got {str(got)[:80]!r}")
    at = data.get("saved")
    if not isinstance(at, str) or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at):
        raise ValueError(
            f"saved: expected a time such as 2026-11-03T10:00:00Z, got {str(at)[:80]!r}"
        )
    return Saved(value=data.get("value"), at=at)
