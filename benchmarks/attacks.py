"""The same attacks against nbgrader's own grading and against ours, as a table.

    python -m benchmarks.attacks [--write] [--only FAMILY]

A throwaway course in a temporary folder; nbgrader with its default preprocessors runs in
processes of its own, killed after a time. Attacks that could hurt the machine are not run there.
`--write` puts the table into docs/security.md between its markers.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from course.grading.batch import grade_submissions
from tests.grading.attacked import LIMITS, formgrader_page, points, released
from tests.grading.attacks import Attack, attacks, hand_in, hand_in_answers
from tests.grading.dangers import dangers

ROOT = Path(__file__).parents[1]
PAGES = "stored XSS"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
DEFAULTS = "c = get_config()\nc.CourseDirectory.course_id = 'x'\nc.Execute.timeout = 6\n"
PATIENCE_S = 90.0
WORKER = """
import json, sys
from pathlib import Path
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader
config = Config(PyFileConfigLoader("nbgrader_config.py", path=".").load_config())
config.CourseDirectory.root = str(Path.cwd())
api = NbGraderAPI(config=config)
for place in sys.argv[1:]:
    module, learner = place.split("/")
    print(json.dumps([learner, None]), flush=True)
    result = api.autograde(module, learner, force=True, create=True)
    print(json.dumps([learner, bool(result["success"])]), flush=True)
"""


def by_nbgrader(folder: Path, modules: Mapping[str, str]) -> dict[str, str]:
    """Let nbgrader grade each learner's module; tell: graded, error, or the end of the run."""
    outcome: dict[str, str] = {}
    left = list(modules)
    while left:
        log = folder.parent / "said.txt"
        with log.open("w") as said:
            worker = subprocess.Popen(
                [sys.executable, "-c", WORKER, *(f"{modules[name]}/{name}" for name in left)],
                cwd=folder,
                stdout=said,
                stderr=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            )
            _watch(worker, log)
        current = None
        for line in log.read_text().splitlines():
            with suppress(ValueError, TypeError):
                learner, success = json.loads(line)
                current = learner if success is None else None
                if success is not None:
                    outcome[learner] = "graded" if success else "error"
        if current is not None:
            outcome[current] = "ended the run"
        done = [name for name in left if name in outcome]
        if not done:
            raise SystemExit("nbgrader graded nobody: see its own log")
        left = [name for name in left if name not in outcome]
    return outcome


def _watch(worker: subprocess.Popen[bytes], log: Path) -> None:
    """Wait while the worker says something now and then; end it and its kernels after that."""
    size, since = -1, time.monotonic()
    while worker.poll() is None:
        time.sleep(0.2)
        if log.stat().st_size != size:
            size, since = log.stat().st_size, time.monotonic()
        if time.monotonic() - since > PATIENCE_S:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def fate(folder: Path, learner: str) -> str:
    """Say what became of formgrader's page of a submission: "", "runs", "no page"."""
    if not (folder / "autograded" / learner).is_dir():
        return "not graded"
    try:
        page = formgrader_page(folder, learner)
    except Exception:  # whatever a template raises, the instructor sees an error
        return "no page"
    return "runs" if any("toggle_name" not in danger for danger in dangers(page)) else ""


def table(which: list[Attack], folder: Path) -> str:
    """Grade everything twice and lay the points side by side."""
    ours = released(folder / "ours")
    theirs = folder / "theirs"
    names = {f"learner-{n:03}": attack for n, attack in enumerate(which)}
    beside = {answers: f"honest-{n}" for n, answers in enumerate({a.honest for a in which})}
    for learner, attack in names.items():
        hand_in(ours, learner, attack)
    for answers, learner in beside.items():
        hand_in_answers(ours, learner, answers)
    shutil.copytree(ours, theirs, symlinks=True)
    (theirs / "nbgrader_config.py").write_text(DEFAULTS)
    for path in (theirs / "submitted").rglob("*.ipynb"):
        if path.is_symlink():  # `collect` copies what a link leads to
            content = (theirs / path.readlink().relative_to(ours)).read_bytes()
            path.unlink()
            path.write_bytes(content)
    for module in sorted({attack.module for attack in which}):
        grade_submissions(ours, module, limits=LIMITS)  # raises where one ends in an error
    run = [learner for learner, attack in names.items() if not attack.unsafe]
    modules = {beside[a.honest]: a.module for a in which}
    became = by_nbgrader(theirs, {**modules, **{name: names[name].module for name in run}})
    rows = [
        "| family | attack | what it tries | honest | nbgrader | ours |",
        "|---|---|---|---|---|---|",
    ]
    pages: dict[str, tuple[str, str]] = {}
    for learner, attack in names.items():
        honest = points(ours, beside[attack.honest])
        if attack.unsafe:
            found = f"not run: {attack.unsafe}"
        else:
            given = points(theirs, learner)
            found = f"**{given:g}**" if given > honest else f"{given:g}"
            if became[learner] != "graded":
                found += f" ({became[learner]})"
        mine = points(ours, learner)
        shown = f"**{mine:g}**" if mine > honest else f"{mine:g}"
        if attack.family == PAGES:
            pages[learner] = fate(theirs, learner), fate(ours, learner)
            found += f", **{pages[learner][0]}**" if pages[learner][0] else ""
            shown += f", **{pages[learner][1]}**" if pages[learner][1] else ""
        number = f"{attack.number}. " if attack.number else ""
        tried = attack.tried.replace("|", "\\|").replace("*", "\\*").replace("<", "\\<")
        name = f"{number}{attack.name}"
        rows.append(f"| {attack.family} | {name} | {tried} | {honest:g} | {found} | {shown} |")
    gained = sum(
        1
        for learner in run
        if points(theirs, learner) > points(ours, beside[names[learner].honest])
    )
    broken = sum(1 for learner in run if became[learner] != "graded")
    kept = sum(
        1 for learner, a in names.items() if points(ours, learner) > points(ours, beside[a.honest])
    )
    rows += [
        "",
        f"{len(which)} attacks. Gained over the honest answer: nbgrader {gained} of {len(run)} run,"
        f" ours {kept} of {len(which)}. Ended in an error: nbgrader {broken}, ours 0.",
    ]
    told = []
    for kind, word in (("runs", "run there"), ("no page", "leave no page")):
        theirs_, ours_ = (sum(p[side] == kind for p in pages.values()) for side in (0, 1))
        told.append(f"{word}: nbgrader {theirs_}, ours {ours_}")
    rows.append(f"Of {len(pages)} attacks on formgrader's page, {'; '.join(told)}.")
    return "\n".join(rows)


def main() -> None:
    """Print the table, or write it into the document."""
    parser = argparse.ArgumentParser(description="The same attacks on nbgrader and on us.")
    parser.add_argument("--write", action="store_true", help="put it into docs/security.md")
    parser.add_argument("--only", metavar="FAMILY", help="families whose name holds this")
    given = parser.parse_args()
    which = [a for a in attacks() if not given.only or given.only in a.family]
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        made = table(which, Path(folder))
    print(made)
    if given.write:
        page = ROOT / "docs" / "security.md"
        text = page.read_text(encoding="utf-8")
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        page.write_text(f"{before}{BEGIN}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
