"""The engine against papermill's own: one notebook, run by both, compared cell by cell."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.reporting.sheets import plain, written

RUN = """
import sys
import papermill
from course.reporting import papermill_engine
from course.reporting.fork_server import _preload
ours, source, out = sys.argv[1] == "ours", sys.argv[2], sys.argv[3]
if ours:
    _preload()
papermill_engine.register()
try:
    papermill.execute_notebook(source, out, {"x": 42}, engine_name=papermill_engine.NAME if ours else None,
                               progress_bar=False, cwd=sys.argv[4])
except papermill.PapermillExecutionError as error:
    open(out + ".error", "w").write(str(error))
"""
# ipykernel reads what goes past Python in a thread, and loses to the cell's end if the machine is busy.
READ_BY_THEN = "import time; time.sleep(1)"
CELLS: tuple[str | tuple[str, str], ...] = (
    ("x = 1", "parameters"),
    "import sys\\nprint(x)\\nprint('to stderr', file=sys.stderr)\\nprint('after')\\nx + 1",
    f"import os, subprocess\\nprint('1')\\nsubprocess.run(['echo', 'a program'])\\n{READ_BY_THEN}",
    f"os.system('echo a shell'); {READ_BY_THEN}",
    f"os.write(2, b'raw\\\\n'); {READ_BY_THEN}",
    "!echo a magic",
    "%%bash\\necho out",
    "%%bash\\necho err >&2",
    "import asyncio\\nawait asyncio.sleep(0.01)\\nawait asyncio.sleep(0, 'awaited')",
    "asyncio.get_running_loop().is_running(), __name__, sys.argv[1], sys.stdout.isatty()",
    "from IPython.display import HTML, Markdown, clear_output, display\\n"
    "display(HTML('<b>x</b>'), Markdown('*y*'))\\nh = display('u', display_id=True)\\nh.update('v')",
    "display({'text/plain': 'a', 'image/png': 'AAAA'}, raw=True, metadata={'alt': 'words'})",
    "clear_output(wait=True); print('one'); clear_output(); print('two')",
    "print('over\\\\rwritten'); print('typp\\\\bo'); _, sorted(Out), In[2][:6]",
    "import matplotlib.pyplot as plt\\nplt.plot([1, 2]); figure = plt.figure(); plt.plot([3, 1]); "
    "print('drawn after')",
    "%config InlineBackend.figure_formats = ['jpeg', 'png']\\n%config InlineBackend.rc = {}\\n"
    "plt.plot([1, 2]); plt.show(); print('x'); plt.bar([1], [2]); plt.gcf()",
    "%matplotlib inline\\nplt.rcParams['figure.dpi'] = 50\\nplt.imshow([[1, 2], [3, 4]]);",
    "import pandas as pd\\npd.DataFrame({'a': [1, 2], 'b': ['<i>', None]})",
    "class R:\\n    def _repr_html_(self): return '<i>r</i>'\\n"
    "    def _repr_mimebundle_(self, **k): return {'application/json': {'a': (1, 2)}}\\n"
    "    def __repr__(self): return 'R'\\nR()",
    ("input('asks')", "raises-exception"),
    ("def f():\\n    1 / 0\\nf()", "raises-exception"),
    ("x = = 1", "raises-exception"),
    "import threading\\nt = threading.Thread(target=print, args=('a thread',)); t.start(); t.join()",
    "pid = os.fork()\\nif pid == 0:\\n    sys.stdout.write('a child\\\\n'); sys.stdout.flush(); os._exit(0)\\n"
    f"status = os.waitpid(pid, 0)[1]; {READ_BY_THEN}; status",
    "import warnings\\nwarnings.showwarning = lambda m, *a, **k: print('warned', m)\\nwarnings.warn('w')",
    "'store' in get_ipython().magics_manager.magics['line'], open('left.txt', 'w').write('x'), os.path.basename(os.getcwd())",
    "get_ipython().set_next_input('x'); get_ipython().__class__.__name__",
    "raise ValueError('the end')",
    "print('never')",
)


def run(kind: str, folder: Path, source: Path) -> Path:
    """Run a notebook by one of the engines, in a process of its own."""
    work = folder / kind / "work"
    work.mkdir(parents=True)
    out = folder / kind / "out.ipynb"
    command = [sys.executable, "-c", RUN, kind, str(source), str(out), str(work)]
    # ipykernel does not watch descriptors inside pytest.
    around = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=around)
    assert process.returncode == 0, process.stderr
    return out


def _unescaped(source: str) -> str:
    return source.encode().decode("unicode_escape")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The notebook's outputs: ours, papermill's."""
    folder = tmp_path_factory.mktemp("engines")
    cells = [_unescaped(c) if isinstance(c, str) else (_unescaped(c[0]), c[1]) for c in CELLS]
    source = written(folder / "source.ipynb", cells)
    return run("ours", folder, source), run("papermill", folder, source)


def test_every_cell_is_papermill_s(both: tuple[Path, Path]) -> None:
    """Streams, results, pictures, errors, counts and metadata are the same, besides times."""
    ours, papermills = (plain(path) for path in both)

    for mine, other in zip(ours["cells"], papermills["cells"], strict=True):
        assert mine == other, "".join(mine["source"])
    assert ours == papermills


def test_the_notebook_shows_what_it_claims(both: tuple[Path, Path]) -> None:
    """The comparison is of something: pictures, what programs wrote, the error and its marker."""
    cells = plain(both[0])["cells"]
    outputs: list[Any] = [output for cell in cells for output in cell.get("outputs", ())]
    pictures = [
        o for o in outputs if "image/png" in o.get("data", {}) and len(o["data"]["image/png"]) > 99
    ]
    text = "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream")

    assert len(pictures) >= 5
    for words in ("42\n", "a program\n", "a shell\n", "raw\n", "a thread\n", "a child\n"):
        assert words in text
    assert [o["ename"] for o in outputs if o["output_type"] == "error"] == [
        "StdinNotImplementedError",
        "ZeroDivisionError",
        "SyntaxError",
        "ValueError",
    ]
    assert "An Exception was encountered" in "".join(cells[0]["source"])
    assert cells[-1]["execution_count"] is None


def test_the_error_is_papermill_s(both: tuple[Path, Path]) -> None:
    """Our run raises the same error with the same words, and has written the notebook."""
    ours, papermills = (Path(f"{path}.error").read_text() for path in both)

    assert ours == papermills and "ValueError: the end" in ours
