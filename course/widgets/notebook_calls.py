"""The calls that notebooks make: each shows one activity and keeps its answers.

In a running JupyterLab an activity is live. Elsewhere (nbval, nbconvert, the grader, GitHub) the
same call shows its fallback, opens no channel, and stops nothing.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from course.errors import SubmissionError
from course.widgets.activities import Hints, MinuteCard, Prediction
from course.widgets.answer_files import HOME, checked_id
from course.widgets.parsons import Namespace, Parsons
from course.widgets.prose import Block, Paragraph, as_html, as_text
from course.widgets.questions import Question, Quiz
from course.widgets.save_protocol import Activity, AnswerSheet

LIVE = "COURSE_WIDGETS"  # "on" or "off" in the environment overrides the finding


def quiz(widget_id: str, questions: Sequence[Question], title: str = "Quiz") -> None:
    """Ask questions. With keys each option is explained at once; without, hidden tests grade.

    Parameters
    ----------
    widget_id : str
        Names the answer file: small letters, digits and hyphens, such as `01-recall`.
    questions : sequence of Choice or Number
        One to 30, each with an id of its own; all with keys, or none.
    title : str
        Stands above them.

    Raises
    ------
    NotebookError
        Names what in the questions is wrong.
    """
    _show(Quiz(id=checked_id(widget_id), title=title, questions=tuple(questions)))


def predict(widget_id: str, prompt: str, options: Sequence[object]) -> "Predicted":
    """Ask for a prediction and a confidence before something is run.

    Parameters
    ----------
    widget_id : str
        Names the answer file, such as `01-guess`.
    prompt : str
        The question; `code` between backquotes.
    options : sequence
        Two different answers or more; their text is shown and saved.

    Returns
    -------
    Predicted
        Its `reveal` tells what came, once a prediction is in the file.

    Raises
    ------
    NotebookError
        For a bad id, or options that are fewer than two or equal.
    """
    prediction = Prediction(
        id=checked_id(widget_id), prompt=prompt, options=tuple(str(option) for option in options)
    )
    return Predicted(AnswerSheet(activity=prediction), _show(prediction))


def parsons(
    widget_id: str,
    prompt: str,
    lines: Sequence[str],
    check: Callable[[Namespace], object] | None = None,
) -> None:
    """Ask for an order of lines, distractors among them.

    Parameters
    ----------
    widget_id : str
        Names the answer file, such as `01-total`.
    prompt : str
        What the lines should do.
    lines : sequence of str
        Two to 40: the right ones with their indents, and distractors.
    check : callable, optional
        Gets the names that a run of the learner's order bound, and asserts what should hold.
        Without it nothing runs here: a test cell runs `assembled(widget_id, lines)`.

    Raises
    ------
    NotebookError
        For a bad id, or lines that are too few, too many or empty.
    """
    _show(Parsons(id=checked_id(widget_id), prompt=prompt, lines=tuple(lines), check_run=check))


def hints(widget_id: str, *texts: str) -> None:
    """Offer three hints, opened one after the other and logged.

    Raises NotebookError for a bad id or another number of texts.
    """
    _show(Hints(id=checked_id(widget_id), texts=texts))


def minute_card(widget_id: str) -> None:
    """Ask for one thing that helped, one that did not, and the pace.

    Raises NotebookError for a bad id.
    """
    _show(MinuteCard(id=checked_id(widget_id)))


def progress() -> None:
    """Show modules, points, passing marks, due dates and the next step of whoever works here."""
    if not live():
        print("Your progress is shown here when this cell runs in JupyterLab.")  # noqa: T201
        return
    from course.widgets.progress import show  # it opens the program, which takes a moment

    show(HOME)


class Predicted:
    """A prediction that was asked for; the run that settles it goes through `reveal`."""

    def __init__(self, sheet: AnswerSheet, view: Any) -> None:
        self._sheet, self._view = sheet, view

    @property
    def committed(self) -> bool:
        """Whether a prediction is in the file."""
        return bool(self._sheet.saved().value)

    def reveal(
        self, actual: object, show: Callable[[], object] | None = None, *, why: str = ""
    ) -> None:
        """Tell what came, beside what was predicted; in a live notebook only after a prediction.

        Parameters
        ----------
        actual : object
            What came; its text is kept in the answer file as the outcome.
        show : callable, optional
            Gives what is displayed below, such as a figure; it runs only when it may be shown.
        why : str
            Printed after the outcome.
        """
        value = self._sheet.saved().value
        if not value:
            if live():
                print("Commit your prediction above first, then run this cell again.")  # noqa: T201
                return
            print(f"It is {actual}.")  # noqa: T201
        else:
            settled = value | {"outcome": str(actual)}
            if settled != value:
                with suppress(SubmissionError):  # the prediction stands; the run goes on
                    self._sheet.keep(settled)
            if self._view is not None:
                self._view.refresh()
            print(self._sheet.activity.feedback(settled)["said"])  # noqa: T201
        if why:
            print(why)  # noqa: T201
        shown = None if show is None else show()
        if shown is not None:
            from IPython.display import display

            display(shown)  # type: ignore[no-untyped-call]

    def _ipython_display_(self) -> None:
        """Nothing: it was shown when it was asked."""


def live() -> bool:
    """Tell whether somebody can click here: a kernel that a Jupyter server started for a notebook.

    The server names the notebook in JPY_SESSION_NAME; nbval, nbconvert, nbclient and the grader
    do not.
    """
    override = os.environ.get(LIVE)
    if override in ("on", "off"):
        return override == "on"
    from IPython import get_ipython

    in_kernel = getattr(get_ipython(), "kernel", None) is not None
    return in_kernel and "JPY_SESSION_NAME" in os.environ


def bundle(activity: Activity, sheet: AnswerSheet) -> dict[str, Any]:
    """Give the fallback by MIME type, with what is saved and what is wrong with the file."""
    saved = sheet.saved()
    blocks: list[Block] = list(activity.blocks(saved.value))
    if saved.problem:
        blocks.append(Paragraph(words=saved.problem, strong=True))
    return {"text/plain": as_text(blocks), "text/html": as_html(blocks)}


def _show(activity: Activity) -> Any:
    """Show an activity; gives its view where it is live."""
    from IPython import get_ipython
    from IPython.display import display

    sheet = AnswerSheet(activity=activity)
    shown, view = bundle(activity, sheet), None
    if get_ipython() is None:
        print(shown["text/plain"])  # noqa: T201 - a plain Python shows what it can
        return None
    if live():
        from course.widgets.views import ActivityView

        view = ActivityView(sheet)
        shown = view.mime() | shown
    display(shown, raw=True)  # type: ignore[no-untyped-call]
    return view
