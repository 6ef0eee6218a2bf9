"""The calls that notebooks make: each shows one activity and keeps its answers.

In a running JupyterLab an activity is live. Elsewhere (nbval, nbconvert, the grader, GitHub) the
same call shows its fallback, opens no channel, and stops nothing.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

from course.errors import SubmissionError, missing_name
from course.files import read_plain
from course.widgets.activities import Hints, MinuteCard, Prediction
from course.widgets.answer_files import HOME, checked_id, load, store
from course.widgets.parsons import Namespace, Parsons
from course.widgets.prose import Block, Paragraph, as_html, as_text
from course.widgets.questions import Choice, Number, Option, Question, Quiz
from course.widgets.save_protocol import Activity, AnswerSheet

if TYPE_CHECKING:
    from course.papers.paper_files import AskedItem
    from course.widgets.views import ActivityView

_NOT_DEFINED = "name {!r} is not defined"  # Python's own words
OPENING = "opening"  # kind of the file that keeps when a paper was shown for the first time
LIVE = "COURSE_WIDGETS"  # "on" or "off" in the environment overrides the finding


def quiz(widget_id: str, questions: Sequence[Question], title: str = "Quiz") -> None:
    """Show a quiz.

    Where the questions hold their right answers, each answer is explained at once. Where they do
    not, the quiz is graded: a hidden test reads the answers by `read_answer`.

    Parameters
    ----------
    widget_id : str
        Names the answer file: small letters, digits and hyphens, such as `01-recall`.
    questions : sequence of Choice or Number
        One to 60, each with an id of its own. Either all hold their right answers, or none.
    title : str
        Stands above the questions.

    Raises
    ------
    NotebookError
        Where something in the questions is wrong; it says what.

    Examples
    --------
    >>> from course.widgets import Number, quiz
    >>> quiz("01-sum", [Number("sum", "How much is 2 + 2?")])
    Quiz
    <BLANKLINE>
    1. How much is 2 + 2?
    <BLANKLINE>
    A number.
    """
    _show(Quiz(id=checked_id(widget_id), title=title, questions=tuple(questions)))


def predict(widget_id: str, prompt: str, options: Sequence[object]) -> "Predicted":
    """Ask for a prediction, and how sure the learner is of it, before something is run.

    Parameters
    ----------
    widget_id : str
        Names the answer file, such as `01-guess`.
    prompt : str
        The question; `code` between backquotes.
    options : sequence of object
        Two different answers or more. Their text is shown and saved.

    Returns
    -------
    Predicted
        Call its `reveal` in the cell that runs what was predicted.

    Raises
    ------
    NotebookError
        Where the id is wrong, or there are fewer than two options, or two that are equal.

    Examples
    --------
    >>> from course.widgets import predict
    >>> guess = predict("01-guess", "How many requests are sent twice?", ["none", "some"])
    Predict. How many requests are sent twice?
    <BLANKLINE>
    none / some
    >>> guess.reveal("some", why="An answer was lost.")
    It is some.
    An answer was lost.
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
    """Ask to put lines of code into order (a Parsons problem).

    Parameters
    ----------
    widget_id : str
        Names the answer file, such as `01-total`.
    prompt : str
        What the lines should do.
    lines : sequence of str
        Two to 40 lines: the right ones with their indents, and others that do not belong there.
    check : callable, optional
        Checks the learner's order. It gets the names that the lines defined when they were run, and
        asserts what should hold. Without it, nothing is run here, and a test cell has to run
        `assembled(widget_id, lines)`.

    Raises
    ------
    NotebookError
        Where the id is wrong, or there are too few or too many lines, or empty ones.
    """
    _show(Parsons(id=checked_id(widget_id), prompt=prompt, lines=tuple(lines), check_run=check))


def hints(widget_id: str, *texts: str) -> None:
    """Offer three hints, which the learner opens one after the other. Each opening is saved.

    Parameters
    ----------
    widget_id : str
        Names the answer file, such as `01-hints`.
    *texts : str
        The three hints, the vaguest first.

    Raises
    ------
    NotebookError
        Where the id is wrong, or there are not three texts.
    """
    _show(Hints(id=checked_id(widget_id), texts=texts))


def minute_card(widget_id: str) -> None:
    """Ask what helped, what did not, and whether the pace was right.

    Parameters
    ----------
    widget_id : str
        Names the answer file, such as `01-card`.

    Raises
    ------
    NotebookError
        Where the id is wrong.
    """
    _show(MinuteCard(id=checked_id(widget_id)))


def paper() -> "Asked":
    """Show the paper that was drawn for this learner, and keep the answers to it.

    The first call notes the time, which is recorded beside the minutes that the paper is meant to
    take, and never enforced.
    Fetching the assignment brings it along as `paper.json`. Where there is none, as on a machine
    where nobody fetched, a sentence says so.

    Returns
    -------
    Asked
        What the paper says besides its items: the version of the tasks, and the seed of the data.

    Examples
    --------
    >>> from course.widgets import paper
    >>> paper().seed
    There is no paper here: fetch the assignment, and work in the folder that came.
    0
    """
    from course.papers.paper_files import MOST_BYTES, PAPER_FILE, asked

    try:
        mine = asked(read_plain(HOME / PAPER_FILE, MOST_BYTES))
    except FileNotFoundError:
        print(  # noqa: T201
            "There is no paper here: fetch the assignment, and work in the folder that came."
        )
        return Asked()
    except (OSError, ValueError) as error:
        print(f"{PAPER_FILE} cannot be used: {error}. Fetch the assignment again.")  # noqa: T201
        return Asked()
    if load(mine.opening_id, kind=OPENING).at is None:
        with suppress(SubmissionError):  # a folder that takes no files says so at the first answer
            store(mine.opening_id, OPENING, mine.form)
    if mine.items:
        questions = tuple(_question(item) for item in mine.items)
        title = f"{mine.title}: form {mine.form} for {mine.learner}"
        _show(Quiz(id=mine.answers_id, title=title, questions=questions))
    return Asked(form=mine.form, variant=mine.variant, seed=mine.seed)


def _question(item: "AskedItem") -> Question:
    if item.kind == "number":
        return Number(item.id, item.prompt, unit=item.unit, code=item.code)
    prompt = item.prompt if item.choose is None else f"{item.prompt} Choose {item.choose}."
    options = [Option(text) for text in item.options]
    several = item.kind == "several"
    return Choice(item.id, prompt, options, several=several, code=item.code)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a paper says besides its items; `paper` gives it.

    Attributes
    ----------
    form : int
        1, or higher for a further try; 0 where there is no paper.
    variant : str
        Which version of the tasks this learner has; empty where there is one.
    seed : int
        From which this learner's data follow.
    """

    form: int = 0
    variant: str = ""
    seed: int = 0


def progress() -> None:
    """Show how the learner stands: modules, points, passing marks, due dates and the next step."""
    if not live():
        print("Your progress is shown here when this cell runs in JupyterLab.")  # noqa: T201
        return
    from course.widgets.progress import show  # it opens the program, which takes a moment

    show(HOME)


class Predicted:
    """A prediction that the learner was asked for; `predict` gives it.

    Parameters
    ----------
    sheet : AnswerSheet
        Where the prediction is saved.
    view : ActivityView or None
        What shows it in a live notebook; None elsewhere.
    """

    def __init__(self, sheet: AnswerSheet, view: "ActivityView | None") -> None:
        self._sheet, self._view = sheet, view

    @property
    def committed(self) -> bool:
        """Whether the learner has made a prediction."""
        return bool(self._sheet.saved().value)

    def reveal(
        self, actual: object, show: Callable[[], object] | None = None, *, why: str = ""
    ) -> None:
        """Show what came out, beside what was predicted.

        In a live notebook nothing is shown before there is a prediction.

        Parameters
        ----------
        actual : object
            What came out. Its text is saved in the answer file.
        show : callable, optional
            Returns what is shown below, such as a figure. It is called only when it may be shown.
        why : str
            An explanation, shown after the outcome.
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


def tell_missing_names() -> None:
    """In a kernel, let a name that a cell does not find be a sentence, as on the grader's pages.

    What a function of the learner's does not find keeps its traceback. nbgrader's Validate shows
    what the kernel does.
    """
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    if getattr(shell, "kernel", None) is not None:
        shell.set_custom_exc((NameError,), _show_name_error)


def _show_name_error(
    shell: Any,
    kind: type[NameError],
    error: NameError,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    last = trace
    while last.tb_next is not None:
        last = last.tb_next
    if last.tb_frame.f_code.co_name == "<module>" and str(error) == _NOT_DEFINED.format(error.name):
        own = [
            name
            for name, value in shell.user_ns.items()
            if name not in shell.user_ns_hidden
            and not isinstance(value, ModuleType)
            and getattr(value, "__module__", "__main__") == "__main__"
        ]
        sentence = missing_name(str(error.name), own)
        error._render_traceback_ = lambda: [sentence]  # type: ignore[attr-defined]
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)


def bundle(activity: Activity, sheet: AnswerSheet) -> dict[str, Any]:
    """Give the fallback by MIME type, with what is saved and what is wrong with the file."""
    saved = sheet.saved()
    blocks: list[Block] = list(activity.blocks(saved.value))
    if saved.problem:
        blocks.append(Paragraph(words=saved.problem, strong=True))
    return {"text/plain": as_text(blocks), "text/html": as_html(blocks)}


def _show(activity: Activity) -> "ActivityView | None":
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
