"""Quizzes as plain data: choices and numbers, their explanations, and what an answer is worth.

A practice quiz holds its keys and explains every option at once. A graded quiz holds none: its
keys are in hidden tests, which read the answer file. Not for files nor for what is seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any, TypeAlias

from course.errors import NotebookError, Problem
from course.widgets.answer_files import checked_id
from course.widgets.prose import Block, Code, Folded, Listing, Paragraph, spans

MOST_OPTIONS = 8
MOST_QUESTIONS = 60
LARGEST = 1e300


@dataclass(frozen=True)
class Option:
    """One option of a question.

    Parameters
    ----------
    words : str
        What the learner reads; `code` between backquotes.
    why : str
        Why it is right, or why one might think so. Leave it out where the quiz is graded.
    right : bool
        Whether it is right.
    """

    words: str
    why: str = ""
    right: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Choice:
    """A question with options, which are lettered a, b, c and so on.

    Parameters
    ----------
    id : str
        Names the question within its quiz: small letters, digits and hyphens.
    prompt : str
        The question; `code` between backquotes.
    options : sequence of Option
        Two to eight options.
    several : bool
        Whether more than one option can be chosen.
    code : str
        A listing below the question.

    Examples
    --------
    >>> from course.widgets import Choice, Option
    >>> yes = Option("Yes", "A retry sends the same request again.", right=True)
    >>> no = Option("No", "An answer may have been lost on its way back.")
    >>> Choice("twice", "Can a request be handled twice?", [yes, no]).key
    ['a']
    """

    id: str
    prompt: str
    options: Sequence[Option]
    several: bool = field(default=False, kw_only=True)
    code: str = field(default="", kw_only=True)

    @property
    def keyed(self) -> bool:
        """Whether the question holds its right answer."""
        return any(option.right or option.why for option in self.options)

    @property
    def lettered(self) -> dict[str, Option]:
        """The options by their letters."""
        return dict(zip(ascii_lowercase, self.options, strict=False))

    @property
    def key(self) -> list[str]:
        """Letters of the right options."""
        return [letter for letter, option in self.lettered.items() if option.right]

    def accepted(self, answer: object) -> str | list[str]:
        """Put an answer into the form in which it is saved.

        Parameters
        ----------
        answer : object
            A letter, or where several can be chosen, a list of letters.

        Returns
        -------
        str or list of str
            The letter, or the letters in alphabetical order.

        Raises
        ------
        ValueError
            Where it is no answer to this question.
        """
        letters = list(self.lettered)
        if not self.several:
            if answer not in letters:
                raise ValueError(f"expected one of {', '.join(letters)}, got {str(answer)[:40]!r}")
            return str(answer)
        if not isinstance(answer, list) or any(part not in letters for part in answer):
            raise ValueError(f"expected a list of {', '.join(letters)}, got {str(answer)[:40]!r}")
        return [letter for letter in letters if letter in answer]

    def explained(self, answer: str | list[str]) -> dict[str, object]:
        """Explain an answer.

        Parameters
        ----------
        answer : str or list of str
            The answer as `accepted` gives it.

        Returns
        -------
        dict
            `right` says whether it is right; `options` has for each letter whether it is right, and
            why.
        """
        chosen = answer if self.several else [answer]
        return {
            "right": chosen == self.key,
            "options": {
                letter: {"right": option.right, "why": spans(option.why)}
                for letter, option in self.lettered.items()
            },
        }


@dataclass(frozen=True)
class Number:
    """A question whose answer is a number.

    Parameters
    ----------
    id : str
        Names the question within its quiz: small letters, digits and hyphens.
    prompt : str
        The question; `code` between backquotes.
    answer : float, optional
        The right answer. Leave it out where the quiz is graded.
    why : str
        Why it is right.
    near : mapping of float to str
        For tempting wrong answers, what is wrong with them.
    within : float
        By how much an answer may differ and still be right.
    unit : str
        Shown beside the field.
    code : str
        A listing below the question.

    Examples
    --------
    >>> from course.widgets import Number
    >>> question = Number("sum", "How much is 2 + 2?", 4, "Count on from 2.", within=0.1)
    >>> question.explained(4.05)["right"]
    True
    """

    id: str
    prompt: str
    answer: float | None = None
    why: str = ""
    near: Mapping[float, str] = field(default_factory=dict)
    within: float = field(default=0.0, kw_only=True)
    unit: str = field(default="", kw_only=True)
    code: str = field(default="", kw_only=True)

    @property
    def keyed(self) -> bool:
        """Whether the question holds its right answer."""
        return self.answer is not None

    def accepted(self, answer: object) -> float:
        """Put an answer into the form in which it is saved.

        Parameters
        ----------
        answer : object
            A number, or the text of one.

        Returns
        -------
        float
            The number.

        Raises
        ------
        ValueError
            Where it is no number, or not a finite one.
        """
        if isinstance(answer, str) and len(answer) <= 40:
            try:
                answer = int(answer)
            except ValueError:
                try:
                    answer = float(answer)
                except ValueError:
                    answer = None
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            raise ValueError("expected a number such as 3.5")  # noqa: TRY004 - it is data
        if not abs(answer) <= LARGEST:  # so put, NaN is refused as well
            raise ValueError("expected a finite number such as 3.5")
        return answer

    def explained(self, answer: float) -> dict[str, object]:
        """Explain an answer.

        Parameters
        ----------
        answer : float
            The answer as `accepted` gives it.

        Returns
        -------
        dict
            `right` says whether it is right, `answer` is the right one as text, and `why` explains
            it.
        """
        assert self.answer is not None
        right = abs(answer - self.answer) <= self.within
        tempting = [why for number, why in self.near.items() if answer == number]
        why = self.why if right or not tempting else f"{tempting[0]}\n\n{self.why}"
        return {"right": right, "answer": f"{self.answer:g}", "why": spans(why)}


Question: TypeAlias = Choice | Number


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """Questions under one id; its value is {question id: answer}."""

    id: str
    title: str
    questions: tuple[Question, ...]
    kind: str = "quiz"

    def __post_init__(self) -> None:
        problems = list(_faults(self.questions))
        if problems:
            raise NotebookError(Problem(f"quiz {self.id}", problem) for problem in problems)

    @property
    def graded(self) -> bool:
        """Whether the keys are elsewhere."""
        return not any(question.keyed for question in self.questions)

    def spec(self) -> dict[str, Any]:
        """Give what the page shows; no key is in it."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "graded": self.graded,
            "questions": [_shown(question) for question in self.questions],
        }

    def check(self, value: Any) -> list[str]:
        """List what in a value is no answer to these questions."""
        if not isinstance(value, dict):
            return [f"value: expected answers by question, got {type(value).__name__}"]
        known = {question.id: question for question in self.questions}
        problems = []
        for name, answer in value.items():
            if name not in known:
                problems.append(f"unknown question {name[:80]!r}")
                continue
            try:
                same = known[name].accepted(answer) == answer and not isinstance(answer, bool)
            except (ValueError, TypeError) as error:
                problems.append(f"{name}: {error}")
            else:
                if not same or (isinstance(known[name], Number) and isinstance(answer, str)):
                    problems.append(f"{name}: not an answer as it is saved")
        return problems

    def accept(self, value: Any, sent: Any) -> dict[str, Any]:
        """Put one answer, `{"question": id, "answer": …}`, into a value. Raises ValueError."""
        if not isinstance(sent, dict):
            raise ValueError("expected a question and an answer")  # noqa: TRY004 - data
        for question in self.questions:
            if question.id == sent.get("question"):
                return {**(value or {}), question.id: question.accepted(sent.get("answer"))}
        raise ValueError(f"unknown question {str(sent.get('question'))[:80]!r}")

    def feedback(self, value: Any) -> dict[str, Any]:
        """Explain what was answered; nothing for a graded quiz."""
        if self.graded:
            return {}
        return {
            question.id: question.explained(value[question.id])
            for question in self.questions
            if question.id in (value or {})
        }

    def blocks(self, value: Any) -> list[Block]:
        """Give the quiz as a page to read, with the saved answers."""
        blocks: list[Block] = [Paragraph(words=self.title, strong=True)]
        for number, question in enumerate(self.questions, start=1):
            blocks += _page(number, question, (value or {}).get(question.id))
        return blocks


def _shown(question: Question) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": question.id,
        "prompt": spans(question.prompt),
        "code": question.code,
    }
    if isinstance(question, Number):
        return shown | {"type": "number", "unit": question.unit}
    options = [[letter, spans(option.words)] for letter, option in question.lettered.items()]
    return shown | {"type": "several" if question.several else "one", "options": options}


def _page(number: int, question: Question, answer: Any) -> list[Block]:
    blocks: list[Block] = [Paragraph(words=f"{number}. {question.prompt}")]
    if question.code:
        blocks.append(Code(text=question.code))
    key: list[Block] = []
    if isinstance(question, Number):
        unit = f" {question.unit}" if question.unit else ""
        blocks.append(Paragraph(words=f"A number{unit}."))
        if question.keyed:
            key = [Paragraph(words=f"{question.answer:g}{unit}. {question.why}")]
            near = tuple((f"{tempting:g}", why) for tempting, why in question.near.items())
            key += [Listing(items=near)] if near else []
    else:
        words = tuple((letter, option.words) for letter, option in question.lettered.items())
        blocks.append(Listing(items=words))
        if question.keyed:
            whys = tuple(
                (letter, f"{'right' if option.right else 'no'}. {option.why}")
                for letter, option in question.lettered.items()
            )
            key = [Listing(items=whys)]
    if key:
        blocks.append(Folded(summary=f"Answer to question {number}", blocks=tuple(key)))
    if answer is not None:
        text = ", ".join(answer) if isinstance(answer, list) else str(answer)
        blocks.append(Paragraph(words=f"Your answer: {text or 'none of them'}"))
    return blocks


def _faults(questions: Sequence[Question]) -> list[str]:
    """List what an author got wrong."""
    faults: list[str] = []
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        faults.append(f"expected 1 to {MOST_QUESTIONS} questions, got {len(questions)}")
    ids = [question.id for question in questions]
    faults += (f"two questions {name!r}" for name in sorted(set(ids)) if ids.count(name) > 1)
    keyed = [question.keyed for question in questions]
    if any(keyed) and not all(keyed):
        bare = [question.id for question in questions if not question.keyed]
        faults.append(f"some questions have a key, others none: {', '.join(bare)}")
    for question in questions:
        try:
            checked_id(question.id)
        except NotebookError as error:
            faults.append(str(error))
        if isinstance(question, Choice):
            right = len(question.key)
            if not 2 <= len(question.options) <= MOST_OPTIONS:
                got = len(question.options)
                faults.append(f"{question.id}: expected 2 to {MOST_OPTIONS} options, got {got}")
            if question.keyed and not question.several and right != 1:
                faults.append(f"{question.id}: expected one right option, got {right}")
            if question.keyed and any(not option.why for option in question.options):
                faults.append(f"{question.id}: an option without a reason")
        elif question.keyed and not question.why:
            faults.append(f"{question.id}: an answer without a reason")
    return faults
