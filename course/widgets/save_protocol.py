"""The save protocol, without a browser: a message from the page in, an answer to the page out.

    page   -> {"seq": 7, "value": {…}}
    kernel -> {"ack": 7, "state": {…}}          the file is on disk, whole
           or {"refused": 7, "why": "…"}         nothing was changed

`state` is {"value", "feedback", "saved", "problem"}: what a page shows when it opens. The file is
read anew for each message, so two pages of one widget do not undo each other's answers.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from course.errors import SubmissionError
from course.widgets.answer_files import Saved, load, store
from course.widgets.parsons import Parsons
from course.widgets.prose import Block


class Activity(Protocol):
    """What a widget asks, as plain data."""

    @property
    def id(self) -> str:
        """Name of the answer file."""

    @property
    def kind(self) -> str:
        """Which sort of widget."""

    def spec(self) -> dict[str, Any]:
        """Give what the page shows, as JSON data; constant."""

    def check(self, value: Any) -> list[str]:
        """List why a value from a file is not one of this activity."""

    def accept(self, value: Any, sent: Any) -> Any:
        """Give the value after a message. Raises ValueError with the reason for refusing it."""

    def feedback(self, value: Any) -> dict[str, Any]:
        """Give what the page tells about a value."""

    def blocks(self, value: Any) -> list[Block]:
        """Give the fallback."""


@dataclass(frozen=True, kw_only=True)
class AnswerSheet:
    """An activity and the folder that its answer file lies in."""

    activity: Activity
    folder: Path | None = None

    def saved(self) -> Saved:
        """Read the file as it is now."""
        activity = self.activity
        return load(activity.id, kind=activity.kind, check=activity.check, folder=self.folder)

    def state(self, saved: Saved | None = None) -> dict[str, Any]:
        """Give what a page shows when it opens, as JSON data."""
        saved = self.saved() if saved is None else saved
        problem = saved.problem and f"{saved.problem}. What you answer now replaces it."
        return {
            "value": saved.value,
            "saved": saved.at,
            "problem": problem,
            "feedback": self.activity.feedback(saved.value),
        }

    def keep(self, value: Any) -> Saved:
        """Write a value. Raises SubmissionError where that cannot be done."""
        return store(self.activity.id, self.activity.kind, value, folder=self.folder)

    def answer(self, message: Any) -> dict[str, Any] | None:
        """Answer a message of the page; None for one without a number."""
        seq = message.get("seq") if isinstance(message, dict) else None
        if type(seq) is not int:
            return None
        sent = message.get("value")
        try:
            value = self.activity.accept(self.saved().value, sent)
            saved = self.keep(value)
        except (ValueError, SubmissionError) as error:
            return {"refused": seq, "why": str(error)}
        reply = {"ack": seq}
        if isinstance(self.activity, Parsons) and sent.get("run"):
            right, verdict = self.activity.run(value)
            if right:
                saved = self.keep(value | {"solved": True})
            reply |= {"right": right, "said": verdict}  # type: ignore[dict-item]
        return reply | {"state": self.state(saved)}
