"""Predictions, hints and minute cards as plain data, with what they accept and explain.

Not for questions with a right answer (questions.py), nor for files or what is seen.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from course.errors import NotebookError, Problem
from course.widgets.prose import Block, Folded, Listing, Paragraph, spans

CONFIDENCES: Final = (25, 50, 75, 95)  # percent
PACES: Final = ("too slow", "right", "too fast")
LONGEST: Final = 500  # characters of a minute card's field
HINTS: Final = 3

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def utc_now() -> str:
    """Tell the time as files hold it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """A guess among options with a confidence, given once; its outcome comes from the run."""

    id: str
    prompt: str
    options: tuple[str, ...]
    kind: str = "predict"

    def __post_init__(self) -> None:
        if not 2 <= len(set(self.options)) == len(self.options):
            raise NotebookError(
                Problem(f"predict {self.id}", "expected two different options or more")
            )

    def spec(self) -> dict[str, Any]:
        """Give what the page shows."""
        return {
            "kind": self.kind,
            "id": self.id,
            "prompt": spans(self.prompt),
            "options": [[option, spans(option)] for option in self.options],
            "confidences": list(CONFIDENCES),
        }

    def check(self, value: Any) -> list[str]:
        """List what in a value is no prediction among these options."""
        if not isinstance(value, dict):
            return [f"value: expected a prediction, got {type(value).__name__}"]
        problems = [f"unknown key {str(key)[:40]!r}" for key in value if key not in _PREDICTED]
        if value.get("prediction") not in self.options:
            problems.append("prediction: expected one of the options")
        confidence = value.get("confidence")
        if type(confidence) is not int or confidence not in CONFIDENCES:
            problems.append(f"confidence: expected one of {CONFIDENCES}")
        outcome = value.get("outcome", "")
        if not isinstance(outcome, str) or len(outcome) > LONGEST:
            problems.append("outcome: expected a short text")
        return problems

    def accept(self, value: Any, sent: Any) -> dict[str, Any]:
        """Take a first prediction. Raises ValueError for a second or a malformed one."""
        if value:
            raise ValueError("a prediction stands: it cannot be changed")
        fields = dict(sent) if isinstance(sent, dict) else {}
        problems = self.check(fields)
        if "outcome" in fields:
            problems.append("outcome: not yours to give")
        if problems:
            raise ValueError("; ".join(problems))
        return fields

    def feedback(self, value: Any) -> dict[str, Any]:
        """Tell the outcome, once a run has settled it."""
        return {"said": self.settled(value)} if value and "outcome" in value else {}

    def settled(self, value: Any) -> str:
        """Compare a prediction with its outcome, in a sentence."""
        guess, outcome = value["prediction"], value["outcome"]
        sure = f"{value['confidence']} % sure"
        if guess == outcome:
            return f"You said {guess}, {sure}: right."
        return f"You said {guess}, {sure}: it is {outcome}."

    def blocks(self, value: Any) -> list[Block]:
        """Give the prediction as a page to read."""
        options = " / ".join(self.options)
        blocks: list[Block] = [Paragraph(words=f"Predict. {self.prompt}"), Paragraph(words=options)]
        if value:
            sure = value["confidence"]
            blocks.append(Paragraph(words=f"Your prediction: {value['prediction']}, {sure} % sure"))
        return blocks


_PREDICTED = ("prediction", "confidence", "outcome")


@dataclass(frozen=True, kw_only=True)
class Hints:
    """Three hints, opened one after the other; each opening is logged with its time."""

    id: str
    texts: tuple[str, ...]
    now: Callable[[], str] = field(default=utc_now, repr=False)
    kind: str = "hints"

    def __post_init__(self) -> None:
        if len(self.texts) != HINTS or not all(self.texts):
            what = f"expected {HINTS} texts, got {len(self.texts)}"
            raise NotebookError(Problem(f"hints {self.id}", what))

    def spec(self) -> dict[str, Any]:
        """Give what the page shows; a text comes only when it is opened."""
        return {"kind": self.kind, "id": self.id, "levels": len(self.texts)}

    def check(self, value: Any) -> list[str]:
        """List what in a value is no log of openings in order."""
        opened = value.get("opened") if isinstance(value, dict) else None
        if not isinstance(opened, list) or len(opened) > len(self.texts) or len(value) != 1:
            return [f"value: expected at most {len(self.texts)} openings"]
        for level, opening in enumerate(opened, start=1):
            if not isinstance(opening, dict) or opening.keys() != {"level", "at"}:
                return [f"opening {level}: expected level and time"]
            if type(opening["level"]) is not int or opening["level"] != level:
                return [f"opening {level}: out of order"]
            if not isinstance(opening["at"], str) or not _TIME.fullmatch(opening["at"]):
                return [f"opening {level}: not a time"]
        return []

    def accept(self, value: Any, sent: Any) -> dict[str, Any]:
        """Log the next opening, `{"open": level}`. Raises ValueError out of order."""
        opened = list((value or {}).get("opened", []))
        level = sent.get("open") if isinstance(sent, dict) else None
        if type(level) is int and 1 <= level <= len(opened):
            return {"opened": opened}  # open already: a second click, or another page
        if level != len(opened) + 1 or type(level) is not int or level > len(self.texts):
            raise ValueError(f"expected hint {len(opened) + 1}, got {str(level)[:40]!r}")
        return {"opened": [*opened, {"level": level, "at": self.now()}]}

    def feedback(self, value: Any) -> dict[str, Any]:
        """Give the texts that are open."""
        count = len((value or {}).get("opened", []))
        return {"texts": [spans(text) for text in self.texts[:count]]}

    def blocks(self, _value: Any) -> list[Block]:
        """Give the hints as a page to read, each folded."""
        return [
            Folded(summary=f"Hint {level}", blocks=(Paragraph(words=text),))
            for level, text in enumerate(self.texts, start=1)
        ]


@dataclass(frozen=True, kw_only=True)
class MinuteCard:
    """One thing that helped, one that did not, and the pace."""

    id: str
    kind: str = "minute"

    def spec(self) -> dict[str, Any]:
        """Give what the page shows."""
        fields = [list(pair) for pair in MINUTE_FIELDS]
        return {
            "kind": self.kind,
            "id": self.id,
            "fields": fields,
            "paces": list(PACES),
            "longest": LONGEST,
        }

    def check(self, value: Any) -> list[str]:
        """List what in a value is no minute card."""
        if not isinstance(value, dict) or value.keys() != {"up", "down", "pace"}:
            return ["value: expected up, down and pace"]
        problems = [
            f"{name}: expected at most {LONGEST} characters"
            for name in ("up", "down")
            if not isinstance(value[name], str) or len(value[name]) > LONGEST
        ]
        if value["pace"] not in PACES:
            problems.append(f"pace: expected {', '.join(PACES[:-1])} or {PACES[-1]}")
        return problems

    def accept(self, _value: Any, sent: Any) -> dict[str, Any]:
        """Take a card as a whole; a later one replaces it. Raises ValueError."""
        if problems := self.check(sent):
            raise ValueError("; ".join(problems))
        return dict(sent)

    def feedback(self, _value: Any) -> dict[str, Any]:
        """There is nothing to explain."""
        return {}

    def blocks(self, value: Any) -> list[Block]:
        """Give the card as a page to read."""
        answer = value or {}
        items = tuple((label, answer.get(name) or "-") for name, label in MINUTE_FIELDS)
        return [
            Paragraph(words="Minute card", strong=True),
            Listing(items=(*items, ("Pace", answer.get("pace") or " / ".join(PACES)))),
        ]


MINUTE_FIELDS: Final[Sequence[tuple[str, str]]] = (
    ("up", "One thing that helped"),
    ("down", "One thing that did not"),
)
