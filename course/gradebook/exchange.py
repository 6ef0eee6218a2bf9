"""nbgrader's exchange: modules go out to learners, submissions come back, pages go out again.

The only file that imports nbgrader, and only inside functions: its import takes seconds. Every
function takes the course's folder, the one that holds nbgrader_config.py. Submissions are
collected learner by learner, so that what is wrong with one stops no other.
"""

import hashlib
import importlib.util
import logging
import os
import re
import shutil
import stat
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from course.errors import GradingError, Problem, SubmissionError, printable
from course.files import TEMPLATES, account, read_plain, refusal, require_plain_folder, write_whole
from course.gradebook.layout import (
    Layout,
    configuration,
    layout_of,
    moment,
    move_aside,
    read_timestamp,
    require_writable,
)
from course.gradebook.queries import due_date, gradebook_reader, hand_ins
from course.gradebook.scores import due_with
from course.notebooks import canonical, leave_out_commentary, read_notebook

_RANDOM = re.compile(r"\+[\w-]{12}\Z")  # nbgrader's, so that nobody guesses a folder's name
_LIKE = "expected a folder such as `learner-01+MODULE+2026-03-01 12:00:00 UTC`"


@dataclass(frozen=True, kw_only=True)
class InboundSubmission:
    """A folder of the exchange, and when its name says that it was handed in (naive, UTC)."""

    learner: str
    folder: Path
    at: datetime


def collect_each(layout: Layout, step: Any, assignment: str) -> list[Problem]:
    """Copy each learner's submission to submitted/; give what went wrong, with whose it was.

    `step` is nbgrader's Collect, whose options hold: update, before_duedate, check_owner, and the
    course's ignore, include and limits. Raises GradingError where there is no exchange.
    """
    inbound = Path(step.root) / step.coursedir.course_id / "inbound"
    if not step.coursedir.course_id or not inbound.is_dir():
        raise GradingError(Problem(str(inbound), "no exchange with submissions there"))
    require_writable(layout.root / layout.steps["submitted"])
    problems: list[Problem] = []
    by_learner: dict[str, list[InboundSubmission]] = {}
    for submission in _inbound(inbound, layout, assignment, problems):
        by_learner.setdefault(submission.learner, []).append(submission)
    due_dates = _due_dates(layout, assignment, by_learner) if step.before_duedate else {}
    for learner, theirs in sorted(by_learner.items()):
        theirs.sort(key=lambda one: (one.at, one.folder.name), reverse=True)
        due = due_dates.get(learner)
        newest = next((one for one in theirs if due and one.at <= due), theirs[0])
        folder = layout.folder("submitted", learner, assignment)
        try:
            if _is_wanted(newest, folder, layout, step):
                problems += (
                    Problem(printable(learner), what)
                    for what in _collected(newest, layout, assignment, step)
                )
        except (OSError, ValueError) as error:
            why = ": ".join(refusal(error, folder)) if isinstance(error, OSError) else str(error)
            problems.append(Problem(printable(learner), f"not collected: {why}"))
    return problems


def _due_dates(
    layout: Layout, assignment: str, learners: Iterable[str]
) -> dict[str, datetime | None]:
    """When a module is due for each learner, extensions counted; naive, in UTC."""
    with gradebook_reader(layout.db_url) as book:
        due, known = due_date(book, assignment), hand_ins(book, assignment)
    return {
        learner: due_with(due, known[learner].extension if learner in known else None)
        for learner in learners
    }


def _inbound(
    inbound: Path, layout: Layout, assignment: str, problems: list[Problem]
) -> Iterator[InboundSubmission]:
    """Read the names of the module's folders; `problems` gets those that cannot be read."""
    for name in sorted(os.listdir(inbound)):  # noqa: PTH208 - names of bytes, too
        learner, mark, rest = name.partition(f"+{assignment}+")
        if not mark:
            continue
        place = f"{inbound}/{printable(name)}"
        if not learner or learner.startswith("."):
            problems.append(Problem(place, f"not collected: {_LIKE}"))
            continue
        try:
            at = moment(_RANDOM.sub("", rest), layout.zone, layout.timestamp_format)
            require_plain_folder(inbound / name)
        except ValueError as error:
            problems.append(Problem(place, f"not collected: {error}"))
        else:
            yield InboundSubmission(learner=learner, folder=inbound / name, at=at)


def _is_wanted(newest: InboundSubmission, folder: Path, layout: Layout, step: Any) -> bool:
    """Tell whether what was collected before is to be replaced, or nothing was."""
    if not os.path.lexists(folder):
        return True
    require_plain_folder(folder)
    try:
        existing = read_timestamp(folder / "timestamp.txt", layout.zone, layout.timestamp_format)
    except (OSError, ValueError):
        return bool(step.update)
    if step.before_duedate:
        return newest.at != existing
    return bool(step.update) and newest.at > existing


def _collected(
    submission: InboundSubmission, layout: Layout, assignment: str, step: Any
) -> Iterator[str]:
    """Copy a submission whole; the earlier one, perhaps from elsewhere, makes room; sentences."""
    folder = layout.folder("submitted", submission.learner, assignment)
    course = step.coursedir
    if (size := step.get_size(str(submission.folder))) > 1000 * course.max_dir_size:
        raise ValueError(f"{size} bytes, more than CourseDirectory.max_dir_size has")
    fresh = folder.with_name(f".{folder.name}.new")
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(fresh, ignore_errors=True)  # of a run that was killed
    try:
        yield from _copied(submission.folder, fresh, step)
        yield from _timed(submission, fresh, layout)
        _set_modes(fresh, shared=course.groupshared)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    move_aside(layout, assignment, submission.learner)
    fresh.rename(folder)
    owner = submission.folder.stat().st_uid
    if step.check_owner and owner != os.geteuid() and account(owner) != submission.learner:
        yield f"collected; it was handed in by the account {account(owner)}"


def _copied(source: Path, fresh: Path, step: Any) -> Iterator[str]:
    """Copy files and folders, links as links; what is neither, or closed, is left out and told."""
    from nbgrader.utils import ignore_patterns

    course = step.coursedir
    ignore = ignore_patterns(
        exclude=course.ignore,
        include=course.include,
        max_file_size=course.max_file_size,
        log=step.log,
    )
    try:
        shutil.copytree(source, fresh, symlinks=True, ignore=ignore, copy_function=_copy_plain)
    except shutil.Error as errors:
        for path, _, why in errors.args[0]:
            place = os.path.relpath(path, source)
            yield f"{printable(place)} was not collected: {printable(str(why))}"


def _copy_plain(source: str, target: str) -> None:
    """Copy a regular file, which may have become something else since it was listed."""
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("no regular file")
        with Path(target).open("xb") as copy:
            shutil.copyfileobj(file, copy)


def _timed(submission: InboundSubmission, fresh: Path, layout: Layout) -> Iterator[str]:
    """Put the time that the folder's name has where timestamp.txt cannot be read."""
    path = fresh / "timestamp.txt"
    try:
        read_timestamp(path, layout.zone, layout.timestamp_format)
    except (OSError, ValueError) as error:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.write_text(f"{submission.at:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
        why = getattr(error, "strerror", None) or str(error)
        yield (
            f"timestamp.txt cannot be read: {why}; the folder's name says {submission.at:%F %T} UTC"
        )


def _set_modes(folder: Path, *, shared: bool) -> None:
    """Let the course's own people change what they collected."""
    for here, _, names in os.walk(folder):
        Path(here).chmod(0o2775 if shared else 0o755)
        for path in (Path(here, name) for name in names if shared):
            if not path.is_symlink():
                path.chmod(0o664)


CAUSE = re.compile(r"^\s*[\w.]*(Error|Exception|Entry)\b.*: ")
PAGES = TEMPLATES / "nbgrader"  # what nbgrader's pages and JupyterLab get from us
FRAMED = {"headers": {"Content-Security-Policy": "frame-ancestors 'self'"}}
_MOST_NOTEBOOK = 64 << 20  # bytes


def _tables_version() -> str:
    """Give the version of nbgrader's tables, for a new gradebook.

    Its own way starts a program for it, which answers Ctrl-C with a traceback.
    """
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    return str(ScriptDirectory(ALEMBIC_DIR).get_current_head())


@contextmanager
def _api(course_dir: Path) -> Iterator[Any]:
    """Open nbgrader's API on the configuration of a course folder."""
    from nbgrader import api
    from nbgrader.apps import NbGraderAPI

    api.get_alembic_version = _tables_version

    config = configuration(course_dir)
    if "root" not in config.CourseDirectory:
        config.CourseDirectory.root = str(course_dir)
    log = logging.getLogger("traitlets")
    propagated, log.propagate = log.propagate, False  # nbgrader's own lines are in its result
    here = Path.cwd()
    try:
        with warnings.catch_warnings():
            # Its gradebook makes objects before adding them, and SQLAlchemy says so each time.
            warnings.filterwarnings("ignore", message=".*not in session")
            yield NbGraderAPI(config=config)
    finally:
        log.propagate = propagated
        os.chdir(here)


def _done(result: dict[str, Any], what: str) -> None:
    """Raise what nbgrader reports as failed, with its last words; it takes Ctrl-C for a failure."""
    if not result["success"]:
        if str(result.get("error", "")).rstrip().endswith("KeyboardInterrupt"):
            raise KeyboardInterrupt
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
        leave_out_commentary(notebook)  # where the course's own configuration does not
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


def collect(
    course_dir: Path,
    module_id: str,
    *,
    check_owner: bool = True,
    before_due: bool = False,
    tell: Callable[[Problem], None] | None = None,
) -> list[str]:
    """Collect the newest submissions from the exchange; give the learners that have one.

    What is wrong with one learner's stops no other: `tell` is called with it, or a GradingError
    raised at the end where there is no `tell`.
    """
    with _api(course_dir) as api:
        step = _step(api, "Collect", module_id)
        step.update, step.check_owner, step.before_duedate = True, check_owner, before_due
        layout = layout_of(course_dir)
        problems = _collect_by(step, layout, module_id)
    for problem in problems if tell else ():
        tell(problem)  # type: ignore[misc]
    if problems and not tell:
        raise GradingError(problems)
    return layout.learners("submitted", module_id)


def _collect_by(step: Any, layout: Layout, module_id: str) -> list[Problem]:
    """Collect learner by learner, but for an exchange of another kind, which knows how itself."""
    from nbgrader.exchange.default import ExchangeCollect
    from nbgrader.utils import capture_log

    if type(step) is ExchangeCollect:
        return collect_each(layout, step, module_id)
    _done(capture_log(step), f"collect {module_id}")
    return []


@dataclass(frozen=True, kw_only=True)
class LearnerPages:
    """The pages of one learner, by notebook, and what nbgrader names them by in the exchange."""

    pages: Mapping[str, Path]
    secret: str | None  # of submission_secret.txt, as nbgrader's submit wrote it
    timestamp: str | None


def release_pages(
    course_dir: Path, module_id: str, by_learner: Mapping[str, LearnerPages]
) -> list[Problem]:
    """Put pages where learners fetch them; give whose could not be put there, and why.

    Where there is no exchange, one problem says so for all.
    """
    with _api(course_dir) as api:
        from nbgrader.exchange.default import ExchangeReleaseFeedback
        from nbgrader.utils import capture_log

        if type(_step(api, "ReleaseFeedback", module_id)) is not ExchangeReleaseFeedback:
            problems = []
            for learner in by_learner:
                try:
                    step = _step(api, "ReleaseFeedback", module_id, learner)
                    _done(capture_log(step), "not released")
                except GradingError as error:
                    problems += [p.within(printable(learner)) for p in error.problems]
            return problems
        root, course_id = Path(api.exchange_root), str(api.coursedir.course_id)
        shared = bool(api.coursedir.groupshared)
    place = root / course_id / "feedback"
    nobody = "the pages were written and not released to anybody"
    if not course_id or not root.is_dir():
        return [Problem(str(root), f"no exchange there; {nobody}")]
    try:
        if not place.is_dir():
            place.mkdir(parents=True)
            place.chmod(0o2771 if shared else 0o711)  # pages are found by their names only
        elif not shared and place.stat().st_uid != os.geteuid():
            whose = account(place.stat().st_uid)
            return [Problem(str(place), f"it belongs to {whose}; {nobody}")]
    except OSError as error:
        where, what = refusal(error, place)
        return [Problem(where, f"{what}; {nobody}")]
    return list(_released(layout_of(course_dir), (course_id, module_id), place, by_learner))


def _released(
    layout: Layout, ids: tuple[str, str], place: Path, by_learner: Mapping[str, LearnerPages]
) -> Iterator[Problem]:
    """Copy each learner's pages under the names that nbgrader's fetch asks for."""
    owners = Counter(theirs.secret for theirs in by_learner.values() if theirs.secret)
    for learner, theirs in by_learner.items():
        who = printable(learner)
        if theirs.secret and owners[theirs.secret] > 1:
            others = [
                n for n, o in by_learner.items() if o.secret == theirs.secret and n != learner
            ]
            what = f"submission_secret.txt is that of {printable(others[0])}, too"
            yield Problem(who, f"{what}; not released, or they would read each other's page")
            continue
        try:
            for notebook, page in theirs.pages.items():
                if theirs.secret:
                    name = _key(theirs.secret, notebook)
                else:
                    name = _old_key(layout, ids, learner, notebook, theirs.timestamp)
                mode = stat.S_IMODE(page.stat().st_mode)
                write_whole(place / f"{name}.html", page.read_bytes(), mode=mode)
        except (OSError, ValueError) as error:
            why = ": ".join(refusal(error, place)) if isinstance(error, OSError) else str(error)
            yield Problem(who, f"not released: {why}")
        else:
            if not theirs.secret:
                what = "no readable submission_secret.txt: released under nbgrader's old key"
                yield Problem(who, f"{what}, which versions from 0.7 do not ask for")


def _key(secret: str, notebook: str) -> str:
    from nbgrader.utils import notebook_hash

    return str(notebook_hash(secret=secret, notebook_id=notebook))


def _old_key(
    layout: Layout, ids: tuple[str, str], learner: str, notebook: str, timestamp: str | None
) -> str:
    """Name a page as nbgrader did before there were secrets. Raises ValueError and OSError."""
    from nbgrader.utils import make_unique_key

    course_id, module_id = ids
    if not timestamp:
        raise ValueError("no readable submission_secret.txt and timestamp.txt to name it by")
    folder = layout.folder("submitted", learner, module_id)
    digest = hashlib.md5(usedforsecurity=False)
    try:
        digest.update(read_plain(folder / f"{notebook}.ipynb", _MOST_NOTEBOOK))
    except (OSError, ValueError) as error:
        what = f"no readable submission_secret.txt, nor {printable(notebook)}.ipynb to name it by"
        raise ValueError(what) from error
    unique = make_unique_key(course_id, module_id, notebook, learner, timestamp)
    digest.update(unique.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def feedback_parts() -> tuple[Any, list[str]]:
    """Give what nbgrader adds to a feedback page: GetGrades, and the folder of its style sheet."""
    import nbgrader
    from nbgrader.preprocessors import GetGrades

    static = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "static"
    return GetGrades, [str(static / "node_modules" / "bootstrap" / "dist" / "css")]


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
            "ExchangeFactory.fetch_assignment": "course.gradebook.paper_exchange.FetchWithPaper",
        }
    lines = "".join(f"c.{name} = {value!r}\n" for name, value in words.items())
    (home / "nbgrader_config.py").write_text(f"c = get_config()\n{lines}", encoding="utf-8")
    return home


def unreleased(course_dir: Path, module_ids: Iterable[str]) -> list[str]:
    """Say which modules with a folder in source/ are not in the exchange yet."""
    config = configuration(course_dir)
    outbound = Path(config.Exchange.root) / config.CourseDirectory.course_id / "outbound"
    return [
        name
        for name in module_ids
        if (course_dir / "source" / name).is_dir() and not (outbound / name).is_dir()
    ]


def lab_server(
    course_dir: Path, learner: str | None, port: int
) -> tuple[Path, list[str], dict[str, str]]:
    """Give folder, command and added environment of an instructor's or a learner's JupyterLab.

    A learner's has no formgrader. What the two have in common with deploy/hub is compared by
    tests/test_hub.py.
    """
    home = learner_home(course_dir, learner) if learner else course_dir
    role = PAGES / ("learner" if learner else "instructor")
    paths = filter(None, [str(role), os.environ.get("JUPYTER_CONFIG_PATH")])
    environment = {"JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
    options = [f"root_dir={home}", f"port={port}", "port_retries=0"]
    if os.geteuid() == 0:
        options.append("allow_root=True")
    if not learner:
        # Without it formgrader's tab stays blank: its page is framed by JupyterLab's.
        options.append(f"tornado_settings={FRAMED!r}")
        here = course_dir / "deploy" / "hub" / "node_modules" / "mathjax"
        mathjax = Path(os.environ.get("COURSE_MATHJAX", str(here)))
        environment["COURSE_MATHJAX"] = str(mathjax)
        if mathjax.is_dir():
            options.append(f"extra_static_paths={[str(mathjax.parent)]!r}")
    words = [f"--ServerApp.{option}" for option in options]
    return home, [sys.executable, "-m", "jupyterlab", *words], environment


def page_templates() -> list[str]:
    """List the folders of page templates that nbgrader_config.py gives to nbgrader.

    Returns
    -------
    list of str
        Paths of two folders. The course's own templates stand first, so that nbgrader takes its
        own only where the course has none.

    Raises
    ------
    GradingError
        Where nbgrader is not installed.
    """
    found = importlib.util.find_spec("nbgrader")  # finds without importing
    places = found.submodule_search_locations if found else None
    if not places:
        raise GradingError("nbgrader is not installed")
    theirs = Path(places[0]) / "server_extensions" / "formgrader" / "templates"
    return [str(PAGES), str(theirs)]


def mathjax_address(_: object = None) -> str:
    """Say where formgrader's pages find MathJax on the server that shows them; "" for nowhere.

    The server has COURSE_MATHJAX, the folder of npm's package mathjax, among its static files.
    """
    folder = os.environ.get("COURSE_MATHJAX", "")
    if not folder or not (Path(folder) / "MathJax.js").is_file():
        return ""
    prefix = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")
    return f"{prefix}static/{Path(folder).name}/MathJax.js?config=TeX-AMS_CHTML-full,Safe"
