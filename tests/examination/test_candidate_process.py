"""The candidate runs a learner's cells like a kernel would, and reports them."""

from typing import Any

from course.grading.images import LIBRARIES, image_with
from course.jobs import Files, Verdict
from course.sandbox.client import Zygote
from tests.examination.conftest import Pair
from tests.sandbox.zygotes import cell, graded


def own(pair: Pair, source: str, **more: Any) -> dict[str, Any]:
    report = pair.run({"id": "a", "role": "own", "source": source, **more})
    assert report is not None
    return report


def test_streams_results_and_errors(pair: Pair) -> None:
    """Prints are merged by stream, the last expression is a result, an error has a traceback."""
    outputs = own(pair, "import sys\nprint(1)\nprint(2)\nprint('e', file=sys.stderr)\n3")["outputs"]
    assert [(o["output_type"], o.get("text") or o["data"]["text/plain"]) for o in outputs] == [
        ("stream", "1\n2\n"),
        ("stream", "e\n"),
        ("execute_result", "3"),
    ]
    report = own(pair, "1 / 0")
    assert report["error"] == {
        "name": "ZeroDivisionError",
        "message": "division by zero",
        "kind": "exception",
    }
    assert report["outputs"][-1]["output_type"] == "error"


def test_figures_and_tables(pair: Pair) -> None:
    """A figure is shown at its cell's end, a table has HTML."""
    report = own(pair, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert "image/png" in report["outputs"][-1]["data"]
    report = own(pair, "import pandas as pd\npd.DataFrame({'a': [1]})")
    assert "<table" in report["outputs"][-1]["data"]["text/html"]


def test_file_descriptors_are_read(pair: Pair) -> None:
    """What is written to descriptor 1 itself is output too."""
    assert own(pair, "import os\nos.write(1, b'raw');")["outputs"][0]["text"] == "raw"


def test_input_is_refused(pair: Pair) -> None:
    """Nobody answers input() in a cell of the learner's."""
    assert own(pair, "input()")["error"]["name"] == "StdinNotImplementedError"


def test_floods_are_cut(pair: Pair) -> None:
    """Outputs stop at the limit, with a note."""
    text = own(pair, "print('x' * 3_000_000)")["outputs"][0]["text"]
    assert len(text) < 600_000
    assert "[output cut]" in text


def test_await_and_magics(pair: Pair) -> None:
    """Top-level await, %time and %matplotlib work; `?` breaks nothing."""
    source = "import asyncio\nawait asyncio.sleep(0)\n%matplotlib inline\n%time 1 + 1\nlen?"
    assert own(pair, source)["status"] == "ok"


def test_timeout(pair: Pair) -> None:
    """SIGINT ends the cell, not the candidate."""
    assert own(pair, "while True: pass", timeout_s=0.5)["status"] == "timeout"
    assert own(pair, "1 + 1")["status"] == "ok"


def test_figures_in_the_jail() -> None:
    """The zygote's pyplot draws inline, as a kernel does."""
    with Zygote(image_with(LIBRARIES)) as zygote:
        results = graded(zygote, cell("a", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"))
    assert "image/png" in results["a"].outputs[-1]["data"]


def test_no_file_of_a_learner_s_runs_beside_tests() -> None:
    """`%run` and runpy of a file handed in happen here, those of a helper beside the tests."""
    with Zygote(image_with(LIBRARIES)) as zygote:
        results = graded(
            zygote,
            cell("a", "open('mine.py', 'w').write('six = 6')", "solution"),
            cell("t1", "%run mine.py\nassert six == 6", "test"),
            cell("t2", "%run help.py\nassert seven == 7", "test"),
            cell("t3", "import runpy\nassert runpy.run_path('mine.py')['six'] == 6", "test"),
            cell("t4", "import runpy\nassert runpy.run_path('help.py')['seven'] == 7", "test"),
            files=Files(pristine={"help.py": b"seven = 7"}),
        )
    verdicts = {name: result.verdict for name, result in results.items() if result.verdict}
    assert verdicts == {
        "t1": Verdict.PASSED,
        "t2": Verdict.PASSED,
        "t3": Verdict.PASSED,
        "t4": Verdict.PASSED,
    }


def test_a_module_that_an_answer_writes_into_a_package_can_be_imported() -> None:
    """It is imported where the answer runs; the package itself stays the assignment's own."""
    solution = (
        "import os, pkg\nopen('pkg/mine.py', 'w').write('def six():\\n    return 6\\n')\n"
        "os.makedirs('pkg/sub')\nopen('pkg/sub/__init__.py', 'w').close()\n"
        "open('pkg/sub/deep.py', 'w').write('X = [1]\\n')\n"
        "open('pkg/inner.py', 'w').write('seven = 8\\n')"
    )
    tests = (
        "import pkg.mine\nassert pkg.mine.six() == 6",
        "from pkg.mine import six\nfrom pkg import mine\nassert six() == 6 == mine.six()",
        "import importlib\nassert importlib.import_module('pkg.sub.deep').X == [1]",
        "from pkg.sub.deep import X\nassert X == [1]",
        "from pkg.inner import seven\nassert seven == 7",
        "import pkg.nothing",
    )
    with Zygote(image_with(LIBRARIES)) as zygote:
        results = graded(
            zygote,
            cell("a", solution, "solution"),
            *(cell(f"t{number}", text, "test") for number, text in enumerate(tests)),
            files=Files(pristine={"pkg/__init__.py": b"", "pkg/inner.py": b"seven = 7"}),
        )
    verdicts = [result.verdict for result in results.values() if result.verdict]
    assert verdicts == [*[Verdict.PASSED] * 5, Verdict.RAISED]


def test_a_broken_channel_costs_its_cell_and_is_the_grader_s_fault() -> None:
    """A message that cannot be read ends one test; the next is judged in fresh processes."""
    solution = (
        "import gc\nfrom course.examination.wire.rpc import Peer\n"
        "def f():\n    peer = next(o for o in gc.get_objects() if type(o) is Peer)\n"
        "    peer.sock.send(b'\\x03\\0\\0\\0zzz')\ndef g():\n    return 5"
    )
    with Zygote(image_with(LIBRARIES)) as zygote:
        results = graded(
            zygote,
            cell("a", solution, "solution"),
            cell("t1", "f()", "test"),
            cell("t2", "assert g() == 5", "test"),
            cell("t3", "assert g() == 6", "test"),
        )
    verdicts = [results[name].verdict for name in ("t1", "t2", "t3")]
    assert verdicts == [Verdict.KILLED, Verdict.PASSED, Verdict.FAILED]
    assert "a fault of the grader" in results["t1"].message
