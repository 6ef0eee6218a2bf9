"""nbgrader's side of the course: release, exchange, grading, gradebook, feedback.

The only importer of nbgrader, and only inside functions: its import takes seconds.
Every function takes the course's folder, the one that holds nbgrader_config.py.
"""

import logging
import os
import re
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from course.errors import GradingError, NotebookError, SubmissionError
from course.notebooks import canonical, read_notebook
from course.records import Grade, NotebookMarks

CAUSE = re.compile(r"^\s*[\w.]*(Error|Exception|Entry)\b.*: ")
Tick = Callable[[str], None]


def _quiet(_: str) -> None:
    """Tell nobody."""


@contextmanager
def _api(course_dir: Path) -> Iterator[Any]:
    """Open nbgrader's API on the configuration of a course folder."""
    config_file = course_dir / "nbgrader_config.py"
    if not config_file.is_file():
        raise GradingError(f"{course_dir}: no course here: nbgrader_config.py is missing")
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config
    from traitlets.config.loader import PyFileConfigLoader

    config = Config(PyFileConfigLoader(config_file.name, path=str(course_dir)).load_config())
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(course_dir)
    log = logging.getLogger("traitlets")
    propagated, log.propagate = log.propagate, False  # nbgrader's own lines are in its result
    here, path = Path.cwd(), os.environ.get("PATH", "")
    # nbgrader calls `alembic` by name, and .venv/bin need not be on the path.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{path}"
    try:
        with warnings.catch_warnings():
            # Its gradebook makes objects before adding them, and SQLAlchemy says so each time.
            warnings.filterwarnings("ignore", message=".*not in session")
            yield NbGraderAPI(config=config)
    finally:
        log.propagate, os.environ["PATH"] = propagated, path
        os.chdir(here)


def _done(result: dict[str, Any], what: str) -> None:
    """Raise what nbgrader reports as failed, with its last words."""
    if not result["success"]:
        said = f"{result.get('error', '')}\n{result.get('log', '')}".splitlines()
        causes = [line.strip() for line in said if CAUSE.match(line) and "NbGraderEx" not in line]
        raise GradingError(f"{what}: {(causes or said or ['nbgrader gave no reason'])[-1]}")


def build_release(course_dir: Path, module_id: str) -> list[Path]:
    """Derive release/<module> from source/<module>; give the files written.

    Raises GradingError when nbgrader cannot.
    """
    with _api(course_dir) as api:
        _done(api.generate_assignment(module_id), f"release {module_id}")
        folder = Path(api.coursedir.format_path(api.coursedir.release_directory, ".", module_id))
    made = sorted(folder.rglob("*.ipynb"))
    for path in made:
        notebook = read_notebook(path)
        notebook.metadata.pop("course", None)  # the stamp of a run that the release does not show
        path.write_text(canonical(notebook), encoding="utf-8")
    return made


def _step(api: Any, name: str, module_id: str, learner: str = "*") -> Any:
    """Make one of the exchange's steps: ReleaseAssignment, FetchAssignment, Submit, Collect."""
    api.coursedir.assignment_id, api.coursedir.student_id = module_id, learner
    made = getattr(api.exchange, name)
    return made(coursedir=api.coursedir, authenticator=api.authenticator, parent=api)


def publish(course_dir: Path, module_id: str) -> None:
    """Put release/<module> into the exchange, where learners fetch it."""
    from nbgrader.utils import capture_log

    with _api(course_dir) as api:
        Path(api.exchange_root).mkdir(parents=True, exist_ok=True)
        step = _step(api, "ReleaseAssignment", module_id)
        step.force = True
        _done(capture_log(step), f"publish {module_id}")


def fetch(course_dir: Path, module_id: str, learner: str, folder: Path) -> Path:
    """Fetch a released module into a learner's folder, as the assignment list does."""
    with _api(course_dir) as api:
        step = _step(api, "FetchAssignment", module_id, learner)
        step.assignment_dir = str(folder)
        step.start()
        return Path(step.dest_path)


def submit(course_dir: Path, module_id: str, learner: str, folder: Path) -> None:
    """Hand in a learner's copy of a module through the exchange."""
    with _api(course_dir) as api:
        step = _step(api, "Submit", module_id, learner)
        step.assignment_dir, step.cache = str(folder), str(folder / ".nbgrader")
        step.start()


def collect(course_dir: Path, module_id: str, *, check_owner: bool = True) -> list[str]:
    """Collect the newest submissions from the exchange; give the learners that have one."""
    from nbgrader.utils import capture_log

    with _api(course_dir) as api:
        step = _step(api, "Collect", module_id)
        step.update, step.check_owner = True, check_owner
        _done(capture_log(step), f"collect {module_id}")
        return sorted(api.get_submitted_students(module_id))


def autograde(
    course_dir: Path,
    module_id: str,
    *,
    learner: str | None = None,
    force: bool = False,
    tick: Tick = _quiet,
) -> dict[str, list[str]]:
    """Grade what was collected, with nbgrader's own machinery.

    Gives the damage found, learner -> sentences; one learner's damage stops nobody else.
    Submissions graded since they were handed in are passed over unless `force`.
    """
    damage: dict[str, list[str]] = {}
    with _api(course_dir) as api:
        learners = sorted(api.get_submitted_students(module_id))
        if learner is not None and learner not in learners:
            raise SubmissionError(f"{module_id}: {learner} has handed in nothing")
        for name in learners if learner is None else [learner]:
            tick(name)
            found = damage_of(course_dir, module_id, name)
            try:
                _done(api.autograde(module_id, name, force=force), f"grade {module_id} of {name}")
            except GradingError as error:
                found = found or [str(error)]
            if found:
                damage[name] = found
    return damage


def damage_of(course_dir: Path, module_id: str, learner: str) -> list[str]:
    """Say what of a collected submission cannot be read."""
    found: list[str] = []
    source, handed_in = (
        (course_dir / "source" / module_id),
        (course_dir / "submitted" / learner / module_id),
    )
    for path in sorted(source.glob("*.ipynb")):
        theirs = handed_in / path.name
        if not theirs.exists():
            found.append(f"{path.name} is missing")
            continue
        try:
            expected, got = read_notebook(path), read_notebook(theirs)
        except NotebookError as error:
            found += error.problems
            continue
        ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in got.cells]
        for cell in expected.cells:
            wanted = cell.metadata.get("nbgrader", {})
            if wanted.get("grade_id") and (wanted.get("grade") or wanted.get("solution")):
                times = ids.count(wanted["grade_id"])
                if times != 1:
                    what = "is missing" if times == 0 else f"is there {times} times"
                    found.append(f"{path.name}: cell {wanted['grade_id']} {what}")
    return found


def feedback(course_dir: Path, module_id: str, *, tick: Tick = _quiet) -> list[Path]:
    """Write feedback/<learner>/<module>/*.html for what was graded, and release it."""
    from nbgrader.utils import capture_log

    with _api(course_dir) as api:
        for name in sorted(api.get_autograded_students(module_id)):
            tick(name)
            _done(api.generate_feedback(module_id, name), f"feedback {module_id} to {name}")
        step = _step(api, "ReleaseFeedback", module_id)
        _done(capture_log(step), f"release feedback {module_id}")
        root = Path(api.coursedir.root)
    return sorted((root / "feedback").glob(f"*/{module_id}/*.html"))


def grades(course_dir: Path, module_id: str) -> list[Grade]:
    """Read the gradebook: one Grade per learner known to the course, by name."""
    from nbgrader.api import MissingEntry

    found: list[Grade] = []
    with _api(course_dir) as api, api.gradebook as book:
        try:
            assignment = book.find_assignment(module_id)
        except MissingEntry:
            return []
        out_of = float(assignment.max_score)
        graded = set(api.get_autograded_students(module_id))
        learners = {s.id for s in book.students} | set(api.get_submitted_students(module_id))
        for learner in sorted(learners):
            try:
                submission = book.find_submission(module_id, learner)
            except MissingEntry:
                submission = None
            handed_in = api.coursedir.format_path(
                api.coursedir.submitted_directory, learner, module_id
            )
            submitted = api.coursedir.get_existing_timestamp(handed_in)
            known = submission.notebooks if submission and learner in graded else ()
            notebooks = tuple(_marks(n) for n in known)
            found.append(
                Grade(
                    learner=learner,
                    module=module_id,
                    submitted=submitted,
                    out_of=out_of,
                    notebooks=tuple(sorted(notebooks, key=lambda n: n.name)),
                    remarks=tuple(damage_of(course_dir, module_id, learner)) if submitted else (),
                )
            )
    return found


def _marks(notebook: Any) -> NotebookMarks:
    open_cells = [g for g in notebook.grades if g.needs_manual_grade and g.manual_score is None]
    return NotebookMarks(
        name=notebook.name,
        points=float(notebook.score),
        out_of=float(notebook.max_score),
        pending=sum(float(g.max_score) for g in open_cells),
        failed_tests=tuple(
            g.name
            for g in notebook.grades
            if g not in open_cells
            and g.manual_score is None
            and g.auto_score is not None
            and g.auto_score < g.max_score
        ),
    )


def learner_home(course_dir: Path, learner: str) -> Path:
    """Make learners/<learner>, which nbgrader works from as from a learner's account."""
    if not learner.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise SubmissionError(f"expected a learner's id such as learner-01, got {learner!r}")
    home = course_dir / "learners" / learner
    home.mkdir(parents=True, exist_ok=True)
    with _api(course_dir) as api:
        words = {
            "CourseDirectory.course_id": api.course_id,
            "Exchange.root": api.exchange_root,
            "CourseDirectory.student_id": learner,
        }
    lines = "".join(f"c.{name} = {value!r}\n" for name, value in words.items())
    (home / "nbgrader_config.py").write_text(f"c = get_config()\n{lines}", encoding="utf-8")
    return home


def forget(course_dir: Path, learners: set[str]) -> None:
    """Remove learners and their files from the course. Raises GradingError if others are in it."""
    with _api(course_dir) as api, api.gradebook as book:
        others = {s.id for s in book.students} - learners
        if others:
            raise GradingError(
                f"{course_dir}: the gradebook holds other learners ({min(others)}, …); "
                "name another folder with --course-dir"
            )
        for student in list(book.students):
            book.remove_student(student.id)
        root, exchange = Path(api.coursedir.root), Path(api.exchange_root)
        inbound = exchange / api.coursedir.course_id / "inbound"
        for learner in learners:
            for kind in ("submitted", "autograded", "feedback", "learners"):
                shutil.rmtree(root / kind / learner, ignore_errors=True)
            for handed_in in inbound.glob(f"{learner}+*"):
                shutil.rmtree(handed_in, ignore_errors=True)
