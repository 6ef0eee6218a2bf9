"""Grade one notebook: a job's bytes go in, verdicts and an executed notebook come out.

`grade` reconciles the submission with its source, has the cells run by the conductor, and puts
what came of them into a notebook for the formgrader. It knows no gradebook, no course folder and
no other learner. Where nothing of the submission could be read, nothing is run, and every test
is not attempted.
"""

import json
import os
import threading
import time
from functools import lru_cache
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.errors import GradingError, NotebookError, Problem
from course.grading.conductor import conduct
from course.grading.images import LIBRARIES, SIMULATOR, image_with, simulates
from course.grading.matching import SOLUTION, TEST, role_of
from course.grading.reconcile import BASE64, PICTURES, Reconciled, reconcile
from course.jobs import Cell, CellResult, Job, PaperMark, Result, Verdict
from course.notebooks import PAPER_CELL, compact, parse_notebook
from course.sandbox.client import Zygote
from course.sandbox.work_folders import left_out

SHOWN = {  # types of displays that a graded notebook shows; pictures beside them
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "application/json",
}
_ZYGOTES: dict[tuple[int, bool, tuple[str, ...], bool], Zygote] = {}
_LOCK = threading.Lock()


def grade(
    job: Job, zygote: Zygote | None = None, *, sandboxed: bool = True, hidden: tuple[str, ...] = ()
) -> Result:
    """Grade one notebook of one submission.

    Nothing but `job` decides the outcome, and no file of the course is read or written. The
    function may be called in several processes or threads, for example by the `map` of a
    `concurrent.futures.Executor`.

    Parameters
    ----------
    job : Job
        The submitted notebook, the author's notebook, the files beside them, and the limits.
    zygote : Zygote, optional
        The process from which the children that run the cells are forked. Without it, this process
        starts one when it is first needed, and keeps it for later calls.
    sandboxed : bool
        Whether learners' code is locked up. False runs it with the rights of this process. Not
        used where a zygote is given.
    hidden : tuple of str
        Paths of folders that learners' code must not see. Not used where a zygote is given.

    Returns
    -------
    Result
        The verdict and points of each cell, and the executed notebook. Whatever a learner's code
        does, such as to fail, to hang or to crash, is a verdict and raises nothing.

    Raises
    ------
    GradingError
        Where the author's notebook cannot be read, or this machine can build no sandbox.
    """
    started = time.monotonic()
    source = _parsed(job.source, job.name)
    joined = reconcile(source, job.submission, job.name)
    damage = [
        *joined.damage,
        *(
            f"{n} was left out: {why}"
            for n, why in left_out(job.files.submitted, job.limits).items()
        ),
    ]
    zygote = zygote or _own_zygote(sandboxed, hidden, simulates(job.source))
    cells = _cells(joined)
    on_paper = [cell for cell in cells if cell.role == TEST and cell.id == PAPER_CELL]
    cells = [cell for cell in cells if cell not in on_paper]
    if job.paper is not None and job.paper.refusal:  # another's paper, or one that came too late
        results = [_refused(cell, job.paper.refusal) for cell in cells]
    elif _nothing_written(joined):
        results = [_untouched(cell) for cell in cells]
    else:
        results = conduct(
            cells,
            job.files,
            job.limits,
            zygote,
            authored=_authored(job),
            learner=job.learner,
        )
    for cell in on_paper:
        place = [c.id for c in _cells(joined)].index(cell.id)
        results.insert(place, _of_paper(cell, job.paper))
    first_met: dict[str, str] = {}
    for result in results:
        if result.verdict is None and result.message and not result.course_fault:
            first_met.setdefault(result.message, result.grade_id)
    damage += [f"{job.name}: cell {cell}: {limit}" for limit, cell in first_met.items()]
    _show(joined.notebook, results)
    joined.notebook.metadata["course"] = {
        "damage": damage,
        "sandboxed": zygote.sandboxed,
        "verdicts": {r.grade_id: r.verdict.value for r in results if r.verdict},
        "messages": {r.grade_id: r.message for r in results if r.verdict and r.message},
        "hidden": [r.grade_id for r in results if r.hidden],
        "clues": {r.grade_id: r.clue for r in results if r.clue},
    }
    return Result(
        cells=tuple(results),
        notebook=compact(joined.notebook).encode("utf-8", errors="replace"),
        damage=tuple(damage),
        untouched=joined.untouched,
        sandboxed=zygote.sandboxed,
        seconds=time.monotonic() - started,
    )


@lru_cache(maxsize=32)
def _parsed(text: bytes, name: str) -> NotebookNode:
    """Read one of the author's notebooks; the same ones come with every submission."""
    try:
        return parse_notebook(text.decode("utf-8"), name)
    except NotebookError as error:
        raise GradingError(p.within(f"source of {name}") for p in error.problems) from error
    except UnicodeDecodeError as error:
        raise GradingError(Problem(f"source of {name}", str(error))) from error


def _authored(job: Job) -> tuple[Cell, ...]:
    """Give the author's own cells, solutions in, tests left out: whose names are the author's."""
    if job.solution is None:
        return ()
    cells = _parsed(job.solution, job.name).cells
    return tuple(
        Cell(id=str(place), source=cell.source, role=role)  # type: ignore[arg-type]
        for place, cell in enumerate(cells)
        if cell.cell_type == "code" and (role := role_of(cell)) != TEST
    )


def _own_zygote(sandboxed: bool, hidden: tuple[str, ...], simulator: bool) -> Zygote:
    """Give this process's zygote; a fresh one where the last has died."""
    key = (os.getpid(), sandboxed, hidden, simulator)
    with _LOCK:
        if key not in _ZYGOTES or not _ZYGOTES[key].alive:
            libraries = [*LIBRARIES, *([SIMULATOR] if simulator else [])]
            _ZYGOTES[key] = Zygote(image_with(libraries), hidden=hidden, sandboxed=sandboxed)
        return _ZYGOTES[key]


def _cells(joined: Reconciled) -> list[Cell]:
    return [
        Cell(
            id=cell.id if role == "own" else cell.metadata.nbgrader.grade_id,
            source=cell.source,
            role=role,  # type: ignore[arg-type]
            max_points=float(cell.metadata.nbgrader.points) if role == TEST else 0.0,
        )
        for cell, role in zip(joined.notebook.cells, joined.roles, strict=True)
        if cell.cell_type == "code"
    ]


def _nothing_written(joined: Reconciled) -> bool:
    """Tell whether a learner's file gave nothing to run."""
    answers = {
        cell.metadata.nbgrader.grade_id
        for cell, role in zip(joined.notebook.cells, joined.roles, strict=True)
        if role == SOLUTION and cell.cell_type == "code"
    }
    return bool(answers) and joined.unread and answers <= joined.untouched


def _untouched(cell: Cell) -> CellResult:
    test = cell.role == TEST
    return CellResult(
        grade_id=cell.id,
        verdict=Verdict.NOT_ATTEMPTED if test else None,
        points=0.0 if test else None,
        max_points=cell.max_points,
        message="nothing of the submission could be read" if test else "",
        outputs=[_error("NotImplementedError", "nothing could be read")] if test else [],
    )


def _refused(cell: Cell, why: str) -> CellResult:
    """Run nothing: tasks go by the paper, so where it counts for nothing its tasks do too."""
    test = cell.role == TEST
    return CellResult(
        grade_id=cell.id,
        verdict=Verdict.FAILED if test else None,
        points=0.0 if test else None,
        max_points=cell.max_points,
        message=why if test else "",
    )


def _of_paper(cell: Cell, mark: PaperMark | None) -> CellResult:
    """Judge the cell that stands for a paper by its mark; no process of a learner's has a say."""
    if mark is None:
        what = "no paper was drawn for this learner: nothing can be marked"
        verdict, points, message = Verdict.RAISED, 0.0, what
    elif mark.refusal:
        verdict, points, message = Verdict.FAILED, 0.0, mark.refusal
    elif not mark.answered:
        verdict, points, message = Verdict.NOT_ATTEMPTED, 0.0, "nothing was answered"
    else:
        points = round(mark.share * cell.max_points, 6)
        verdict = Verdict.PASSED if mark.share >= 1 else Verdict.FAILED
        message = "" if mark.share >= 1 else f"{points:g} of {cell.max_points:g} points"
    lines = "".join(f"{line}\n" for line in mark.lines) if mark else ""
    return CellResult(
        grade_id=cell.id,
        verdict=verdict,
        points=points,
        max_points=cell.max_points,
        message=message,
        outputs=[{"output_type": "stream", "name": "stdout", "text": lines}] if lines else [],
        course_fault=mark is None,
    )


def _error(name: str, value: str) -> dict[str, Any]:
    text = f"{name}: {value}"
    return {"output_type": "error", "ename": name, "evalue": value, "traceback": [text]}


def _displayed(output: dict[str, Any]) -> dict[str, Any]:
    """Leave out of a display what a page could run, and pictures that are no base64."""
    if "data" in output:
        bundle = {
            mime: content
            for mime, content in output["data"].items()
            if mime in SHOWN
            or (mime in PICTURES and isinstance(content, str) and BASE64.match(content))
        }
        output["data"] = bundle or {"text/plain": "[left out: of a kind that is not shown]"}
    return output


def _show(notebook: NotebookNode, results: list[CellResult]) -> None:
    """Put outputs and counts into the notebook, so that formgrader shows what happened.

    nbgrader judges a test cell by its outputs: a lost point needs an error, partial credit a
    number, full marks neither an error nor anything on stderr.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, (cell, result) in enumerate(zip(code, results, strict=True), start=1):
        outputs = [_displayed(o) for o in json.loads(json.dumps(list(result.outputs)))]
        if result.verdict is not None:
            outputs = _judged(outputs, result, count)
        elif result.message and not result.course_fault:
            outputs.append(_error("Stopped", result.message))
        cell.outputs = nbformat.from_dict(outputs)  # type: ignore[no-untyped-call]
        cell.execution_count = count


def _judged(outputs: list[dict[str, Any]], result: CellResult, count: int) -> list[dict[str, Any]]:
    """Make a test cell's outputs say what its verdict says, and no more."""
    shown = [o for o in outputs if o["output_type"] != "execute_result"]
    for output in shown:
        if output.get("name") == "stderr":
            output["name"] = "stdout"
    if result.verdict is Verdict.PASSED:
        return [o for o in shown if o["output_type"] != "error"]
    if result.points:
        value = {"text/plain": f"{result.points:g}"}
        return [
            *(o for o in shown if o["output_type"] != "error"),
            {
                "output_type": "execute_result",
                "execution_count": count,
                "data": value,
                "metadata": {},
            },
        ]
    if not any(o["output_type"] == "error" for o in shown):
        shown.append(_error(str(result.verdict), result.message or "no points"))
    return shown
