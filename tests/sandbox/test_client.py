"""The zygote: start, children, end."""

import os
import signal
import subprocess
import sys
import threading
import time
import venv
from ast import literal_eval
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest

from course.errors import GradingError
from course.files import PACKAGE
from course.grading.images import (
    CHECKER,
    LIBRARIES,
    SIMULATOR,
    image_with,
    libraries_in,
    scenarios_in,
)
from course.grading.marking import grade
from course.incidents import scenario_names
from course.jobs import Files, Job, Limits, Verdict
from course.notebooks import canonical
from course.sandbox.client import Image, Zygote
from tests.kills import descendants
from tests.samples import code, marks
from tests.sandbox.zygotes import (
    CHILDREN,
    SHORT,
    STANDINS,
    cell,
    graded,
    process_group,
    standins,
    text,
)


def test_starting_does_not_wait() -> None:
    """The zygote imports while the grader goes on."""
    with standins(preload=["json", "decimal"]) as zygote:
        assert not zygote._ready
        zygote.wait_ready()
        zygote.wait_ready()
        assert zygote._ready


def test_a_missing_module_is_named() -> None:
    """What cannot be imported stops grading with the reason."""
    with (
        standins(preload=["no_such_module"]) as zygote,
        pytest.raises(GradingError, match=r"did not start: ModuleNotFoundError.*no_such_module"),
    ):
        zygote.wait_ready()


def test_a_dead_zygote_is_reported() -> None:
    """A zygote that has died is a fault of ours, never a verdict."""
    with standins() as zygote:
        zygote.wait_ready()
        os.killpg(process_group(zygote), signal.SIGKILL)
        time.sleep(0.2)
        with pytest.raises(GradingError, match="the zygote has died"):
            graded(zygote, cell("a", "1"))


def test_a_zygote_that_dies_midway_is_no_verdict() -> None:
    """Its children die with it, and that is not the learner's doing."""
    with standins() as zygote:
        zygote.wait_ready()
        alone = len(descendants(zygote._process.pid))

        def kill_midway() -> None:
            while len(descendants(zygote._process.pid)) == alone:  # nothing was begun yet
                time.sleep(0.05)
            time.sleep(0.5)
            os.killpg(process_group(zygote), signal.SIGKILL)

        killer = threading.Thread(target=kill_midway, daemon=True)
        killer.start()
        with pytest.raises(GradingError, match="died while a notebook was graded"):
            graded(
                zygote,
                cell("a", "import time; time.sleep(60)", timeout_s=60),
                cell("t", "assert True", "test"),
                limits=replace(SHORT, total_s=60),
            )
        killer.join()


def test_closing_ends_every_process() -> None:
    """Nothing of the zygote's group is left, even with a child alive."""
    zygote = standins()
    candidate, examiner = zygote.spawn(Limits(), ("candidate", "examiner"))
    group = process_group(zygote)
    zygote.close()
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    assert not candidate.alive()
    assert not examiner.alive()
    candidate.close()
    examiner.close()


def test_a_childs_end_is_reported_with_its_cpu_time() -> None:
    """Closing a child tells the signal that ended it and the CPU seconds it used."""
    with standins() as zygote:
        candidate, examiner = zygote.spawn(Limits(), ("candidate", "examiner"))
        candidate.close()
        examiner.close()
        assert candidate.exit == -signal.SIGKILL
        assert candidate.cpu_s is not None
        assert 0 < candidate.cpu_s < 1


def test_a_course_beside_the_interpreter_is_refused(tmp_path: Path) -> None:
    """A hidden folder that a child could read stops grading before it starts."""
    hidden = STANDINS / "standins.py"
    with pytest.raises(GradingError, match=r"standins\.py: lies where learners' code can read it"):
        standins(hidden=[hidden])
    with standins(hidden=[tmp_path]) as zygote:
        zygote.wait_ready()


def test_without_a_sandbox_it_says_so_and_still_limits() -> None:
    """The unsafe mode keeps limits and folders, and is marked."""
    before = set(Path("/tmp").iterdir()), set(Path("/").iterdir())
    with standins(sandboxed=False, preload=["matplotlib.pyplot"]) as zygote:
        assert zygote.sandboxed is False
        results = graded(
            zygote,
            cell(
                "own",
                "import os, resource\nopen('out', 'w').write('x')\nwork = os.getcwd()\n"
                "print(work, resource.getrlimit(resource.RLIMIT_CPU)[0])",
            ),
            cell(
                "t", "assert open('out').read() == 'x'\nassert open('p').read() == 'ours'", "test"
            ),
            files=Files(pristine={"p": b"ours"}),
        )
        assert results["t"].verdict is Verdict.PASSED
        work, cpu_s = text(results["own"].outputs).split()
        assert cpu_s == "120"
        assert not Path(work).exists()
    left = set(Path("/tmp").iterdir()) - before[0]
    assert not [path for path in left if path.name.startswith("course-")]
    assert set(Path("/").iterdir()) == before[1]


def test_threads_and_descriptors_of_the_zygote_are_few() -> None:
    """A child has no descriptor but its own; see also test_attacks_system."""
    with standins() as zygote:
        results = graded(
            zygote,
            cell(
                "own",
                "import os, threading\nprint(os.listdir('/proc/self/task'), "
                "threading.active_count())",
            ),
        )
        assert text(results["own"].outputs) == "['1'] 1\n"


def test_the_real_libraries_leave_no_thread(tmp_path: Path) -> None:
    """numpy, pandas and matplotlib can be imported before cloning, and draw after it."""
    del tmp_path
    with Zygote(
        Image(children=CHILDREN, preload=tuple(LIBRARIES), import_from=[STANDINS])
    ) as zygote:
        results = graded(
            zygote,
            cell(
                "own",
                "import matplotlib.pyplot as plt, numpy as np, pandas as pd, io\n"
                "fig, ax = plt.subplots()\nax.plot([1, 2])\nb = io.BytesIO()\n"
                "fig.savefig(b)\nprint(len(b.getvalue()) > 1000, pd.Series([1]).sum())\n"
                "print(np.random.random() == np.random.RandomState(20240229).random())\n"
                "print((np.ones((300, 300)) @ np.ones((300, 300)))[0, 0])",
            ),
        )
        assert text(results["own"].outputs) == "True 1\nTrue\n300.0\n"


def test_it_runs_without_the_checkout_on_the_path() -> None:
    """Only the package itself is visible from a checkout, not what lies beside it."""
    with standins() as zygote:
        root = Path(__file__).parents[2]
        results = graded(
            zygote, cell("own", f"import os\nprint(sorted(os.listdir({str(root)!r})))")
        )
    seen = text(results["own"].outputs)
    assert "course" in seen
    for name in ("source", "release", ".git", "pyproject.toml", "autograded"):
        assert f"'{name}'" not in seen


def test_the_grader_may_use_it_from_forked_workers() -> None:
    """A process forked from the grader can ask for children of its own."""
    with standins() as zygote:
        zygote.wait_ready()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                result = graded(zygote, cell("t", "assert True", "test"))["t"]
                code = 0 if result.verdict is Verdict.PASSED else 2
            finally:
                os._exit(code)
        graded(zygote, cell("t", "assert True", "test"))
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_help_is_quick() -> None:
    """Importing the grader's end imports no large library."""
    import sys

    code = "import course.grading.conductor, sys; print([m for m in ('numpy', 'IPython', 'nbgrader') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout == "[]\n"


def test_what_is_imported_beforehand_changes_no_result() -> None:
    """A library that the zygote has not imported is imported by the child: same outputs."""
    cells = [
        code("own", "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt"),
        code(
            "ex",
            "def frame():\n    return pd.DataFrame({'a': np.arange(3)})",
            marks("ex", solution=True),
        ),
        code("plot", "plt.plot([1, 2, 3])\nframe()"),
        code(
            "t",
            "assert frame().a.sum() == 3\nassert type(frame()) is pd.DataFrame",
            marks("t", grade=True, points=1),
        ),
    ]
    text = canonical(nbformat.v4.new_notebook(cells=cells)).encode()  # type: ignore[no-untyped-call]
    job = Job(submission=text, source=text)
    found = []
    for libraries in (("numpy.random",), LIBRARIES):
        with Zygote(image_with(libraries)) as zygote:
            found.append(grade(job, zygote))

    assert [cell.verdict for cell in found[0].cells if cell.verdict] == [Verdict.PASSED]
    assert found[0].notebook == found[1].notebook


def test_a_checker_that_has_read_before_says_the_same() -> None:
    """Children begin with mypy's files where the zygote has them, and get the same complaints."""
    source = """
        from course.lessons import signatures
        said = signatures.complaints("import dataclasses\\nx: int = ''", {"use": "x + 1"})
        assert False, (bool(signatures._KNOWN), said)
    """
    found = []
    for libraries in ((), (CHECKER,)):
        with Zygote(image_with(libraries)) as zygote:
            result = graded(zygote, cell("t", dedent(source), "test"), limits=Limits())["t"]
            found.append(literal_eval(result.message))

    wrong = 'expression has type "str", variable has type "int"'
    said = {"text": [f"line 2: Incompatible types in assignment ({wrong}) [assignment]"], "use": []}
    assert found == [(False, said), (True, said)]


def test_only_what_the_texts_mention_is_imported_beforehand() -> None:
    """A smaller image forks faster."""
    assert libraries_in([b"x = 1"]) == ["numpy.random"]
    assert libraries_in([b"df.plot()", b"import pandas"]) == [
        "numpy.random",
        "pandas",
        "matplotlib.pyplot",
    ]
    for line in (
        b"from course.lessons.signatures import complaints",
        b"from course.lessons import signatures",
    ):
        assert libraries_in([line]) == ["numpy.random", CHECKER]
    assert libraries_in([b"lessons on signatures"]) == ["numpy.random"]


def test_lessons_that_texts_name_are_imported_beforehand_if_there_are_such() -> None:
    """They may stand in a notebook's JSON, several on a line."""
    texts = [
        b'"from course.lessons import rooms, diffs\\n",',
        b"import course.lessons.desk as desk",
        b"from course.lessons import nonsense, os\nfrom course.lessons.rooms import trial",
        b"from course import lessons",
    ]
    lessons = [f"course.lessons.{name}" for name in ("desk", "diffs", "rooms")]

    assert libraries_in(texts) == ["numpy.random", *lessons]


def test_scenarios_that_texts_grade_are_read_beforehand_if_there_are_such() -> None:
    """The first eight are, since a learner's text may name them all."""
    texts = [
        b'run = handed_in("retry-storm")',
        b'"print(hand_in(\\"bad-canary\\", respond))\\n"',
        b"handed_in('no-such'); handed_in(name); handed_in('../bad-canary'); unhand_in('one-tenant')",
    ]

    assert scenarios_in(texts) == ["retry-storm", "bad-canary"]
    assert len(scenarios_in(f"hand_in('{name}')".encode() for name in scenario_names())) == 8


def test_a_scenario_is_played_once_for_all_where_no_learner_is_known() -> None:
    """Children find the two runs that a replay is compared with; for learners it is only read."""
    source = """
        from course.incidents import replayed_run, scenario_files
        held = scenario_files._story.cache_info().currsize, replayed_run._baselines.cache_info().currsize
        assert False, held
    """
    found = []
    for known in (True, False):
        with Zygote(image_with([SIMULATOR], ["bad-canary"], learner_known=known)) as zygote:
            result = graded(zygote, cell("t", dedent(source), "test"), limits=Limits())["t"]
            found.append(literal_eval(result.message))

    assert found == [(1, 0), (1, 1)]


def test_a_zygote_holds_the_package_of_who_started_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout is run while another `course` is installed beside the interpreter's libraries."""
    venv.create(tmp_path / "venv", symlinks=True)
    (libraries,) = tmp_path.glob("venv/lib/*/site-packages")
    theirs = [p for p in sys.path if Path(p).name == "site-packages"]
    (libraries / "ours.pth").write_text("\n".join(theirs))
    (libraries / "course").mkdir()
    (libraries / "course" / "__init__.py").write_text("raise SystemExit('another course')\n")
    monkeypatch.setattr("sys.executable", str(tmp_path / "venv" / "bin" / "python"))
    with standins(preload=["course.jobs"]) as zygote:
        zygote.wait_ready()
        shown = text(
            graded(zygote, cell("a", "import course\nprint(course.__file__)"))["a"].outputs
        )

    assert shown == f"{PACKAGE / '__init__.py'}\n"
