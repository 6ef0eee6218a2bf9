"""What learners hand in, in every state that it may be in: all get verdicts, none stops another."""

import codecs
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from course.errors import GradingError
from course.gradebook import exchange
from course.gradebook.layout import layout_of, submitted_at
from course.grading import submissions
from course.grading.batch import grade_submissions
from course.grading.submissions import jobs_of
from course.jobs import Limits
from course.notebooks import canonical
from course.workflow import standings
from tests.classroom import (
    MODULE,
    NAME,
    ROOT,
    answered,
    hand_in,
    released_course,
    rows,
)
from tests.samples import cell_of, code, sample_notebook, write

FILE = f"{NAME}.ipynb"
SECOND = "02-doubling"
Damage = Callable[[Path, NotebookNode], object]


def whole(folder: Path, notebook: NotebookNode) -> None:
    for name in (NAME, SECOND):
        (folder / f"{name}.ipynb").write_text(canonical(notebook), encoding="utf-8")


def changed(change: Callable[[NotebookNode], object]) -> Damage:
    """Damage the second notebook by changing it."""

    def befall(folder: Path, notebook: NotebookNode) -> None:
        whole(folder, notebook)
        change(notebook)
        (folder / f"{SECOND}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    return befall


def replaced(by: Callable[[bytes], bytes]) -> Damage:
    """Damage the second notebook byte by byte."""

    def befall(folder: Path, notebook: NotebookNode) -> None:
        whole(folder, notebook)
        path = folder / f"{SECOND}.ipynb"
        path.write_bytes(by(path.read_bytes()))

    return befall


def instead(make: Callable[[Path], object]) -> Damage:
    """Put something else where the second notebook should be."""

    def befall(folder: Path, notebook: NotebookNode) -> None:
        whole(folder, notebook)
        (folder / f"{SECOND}.ipynb").unlink()
        make(folder / f"{SECOND}.ipynb")

    return befall


def unmarked(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        del cell["metadata"]
    del notebook["metadata"]


def twice(notebook: NotebookNode) -> None:
    twin = json.loads(json.dumps(cell_of(notebook, "ex1-solution")))
    notebook.cells.append(nbformat.from_dict(twin))


def merged(notebook: NotebookNode) -> None:
    tests = cell_of(notebook, "ex1-tests")
    cell_of(notebook, "ex1-solution").source += "\n\n" + tests.source
    notebook.cells.remove(tests)


def foreign_kernel(notebook: NotebookNode) -> None:
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}


def flooded(notebook: NotebookNode) -> None:
    text = "x" * (50 << 20)
    cell_of(notebook, "setup").outputs = [
        nbformat.from_dict({"output_type": "stream", "name": "stdout", "text": text})
    ]


def old(text: bytes) -> bytes:
    notebook = nbformat.convert(nbformat.reads(text.decode(), as_version=4), 3)
    return json.dumps(notebook).encode()


def renamed(folder: Path, notebook: NotebookNode) -> None:
    whole(folder, notebook)
    (folder / f"{SECOND}.ipynb").rename(folder / "my answers.ipynb")


def copied(folder: Path, notebook: NotebookNode) -> None:
    whole(folder, notebook)
    shutil.copy(folder / f"{SECOND}.ipynb", folder / f"{SECOND}-Copy1.ipynb")


def extra(folder: Path, notebook: NotebookNode) -> None:
    whole(folder, notebook)
    (folder / "Untitled.ipynb").write_text("{}")
    (folder / "data.csv").write_text("mine")
    (folder / "big.bin").write_bytes(b"0" * ((16 << 20) + 1))


def littered(folder: Path, notebook: NotebookNode) -> None:
    whole(folder, notebook)
    for name in (f"._{FILE}", ".DS_Store", "Thumbs.db", "desktop.ini", f"__MACOSX/._{FILE}"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\0\5\x16\7\xff")


def linked_to_source(path: Path) -> None:
    path.symlink_to(path.parents[3] / "source" / MODULE / path.name)


def linked_folder(folder: Path, notebook: NotebookNode) -> None:
    elsewhere = folder.parent / "elsewhere"
    folder.rename(elsewhere)
    whole(elsewhere, notebook)
    folder.symlink_to(elsewhere, target_is_directory=True)


def in_the_way(folder: Path, notebook: NotebookNode) -> None:
    whole(folder, notebook)
    (folder / "data.csv").mkdir()
    (folder / "data.csv" / "x").write_text("not data")
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").mkdir()


def odd_names(folder: Path, notebook: NotebookNode) -> None:
    whole(folder, notebook)
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    (folder / os.fsdecode(b"lien\xff")).symlink_to("x")
    (folder / os.fsdecode(b"\xff.ipynb")).write_text("{}")


def file_for_folder(folder: Path, notebook: NotebookNode) -> None:
    del notebook
    shutil.rmtree(folder)
    folder.write_text("I am no folder")


# Each: what befalls the second notebook, the points it still gets, words of the remark.
KINDS: dict[str, tuple[Damage, int, str]] = {
    "not JSON": (replaced(lambda _: b"print(42)"), 0, f"{SECOND}.ipynb: not JSON, line 1"),
    "empty": (replaced(lambda _: b""), 0, "not JSON, line 1, column 1"),
    "truncated early": (replaced(lambda t: t[:300]), 0, "not JSON, line "),
    "truncated late": (replaced(lambda t: t[:-40]), 3, "cells could be read and are graded"),
    "no metadata": (changed(unmarked), 3, "cell ex1-solution lost its metadata; known by its id"),
    "duplicate ids": (changed(twice), 3, "cell ex1-solution is there twice; the last counts"),
    "deleted cell": (
        changed(lambda n: n.cells.remove(cell_of(n, "ex1-tests"))),
        3,
        "cell ex1-tests is missing; put back",
    ),
    "reordered": (
        changed(lambda n: n.cells.reverse()),
        3,
        "in another order; graded in the source's",
    ),
    "renamed": (renamed, 3, "my answers.ipynb was graded as it"),
    "duplicated": (copied, 3, f"{SECOND}-Copy1.ipynb is no notebook of {MODULE}"),
    "missing": (instead(lambda _: None), 0, f"{SECOND}.ipynb is missing"),
    "merged cells": (changed(merged), 3, "cell ex1-tests is missing; put back"),
    "wrong kernel": (changed(foreign_kernel), 3, "its kernel was 'ir'; graded with 'python3'"),
    "format 3": (replaced(old), 3, "nbformat 3, an old one; upgraded"),
    "format 5": (changed(lambda n: n.update(nbformat=5)), 3, "expected nbformat 4, got 5"),
    "50 MB": (changed(flooded), 3, "50 MB; outputs and foreign metadata are left out"),
    "undecodable": (
        replaced(lambda t: t.replace(b"What I think.", b"What I th\xefnk.")),
        3,
        "not UTF-8 at byte",
    ),
    "extra files": (extra, 3, "big.bin was left out: 16777217 bytes, more than 16777216"),
    "extra notebook": (extra, 3, f"Untitled.ipynb is no notebook of {MODULE}"),
    "symlink": (instead(linked_to_source), 0, f"{SECOND}.ipynb is a link, which is not followed"),
    "symlinked folder": (linked_folder, -1, "is a link, which is not followed"),
    "folder for a file": (instead(Path.mkdir), 0, "is a folder, not a notebook"),
    "in the way": (in_the_way, 3, "data.csv"),
    "file for a folder": (file_for_folder, -1, "is no folder"),
    "fifo": (instead(os.mkfifo), 0, f"{SECOND}.ipynb is no regular file"),
    "names of any bytes": (odd_names, 3, "lien\\xff is a link, which is not followed"),
    "half a letter": (
        changed(lambda n: n.cells.append(code("own", "x = '\ud800'"))),
        3,
        "",
    ),
    "cells of any type": (
        changed(lambda n: n.cells.extend([7, {"cell_type": "code", "source": [1]}, {}])),
        3,
        "cannot be read",
    ),
    "deep metadata": (
        replaced(
            lambda t: t.replace(
                b'"metadata": {}', b'"metadata": {"a": ' + b"[" * 900 + b"]" * 900 + b"}", 1
            )
        ),
        3,
        "",
    ),
    "too deep": (
        replaced(lambda t: t.replace(b'"metadata": {}', b'"metadata": {"a": ' + b"[" * 99_999, 1)),
        0,
        "not JSON",
    ),
    "one of two files": (
        lambda folder, notebook: (folder / FILE).write_text(canonical(notebook)),
        0,
        f"{SECOND}.ipynb is missing",
    ),
    "UTF-8 with a mark": (replaced(lambda t: codecs.BOM_UTF8 + t), 3, ""),
    "UTF-16": (replaced(lambda t: t.decode().encode("utf-16")), 3, ""),
    "UTF-16, its other order": (
        replaced(lambda t: codecs.BOM_UTF16_BE + t.decode().encode("utf-16-be")),
        3,
        "",
    ),
    "UTF-32": (replaced(lambda t: t.decode().encode("utf-32")), 3, ""),
    "UTF-16, cut": (
        replaced(lambda t: t.decode().encode("utf-16")[:-3]),
        3,
        "not UTF-16 at byte",
    ),
    "litter of systems": (littered, 3, ""),
}


def name_of(kind: str) -> str:
    return f"learner-{1 + 2 * list(KINDS).index(kind):02}"


def neighbour_of(kind: str) -> str:
    return f"learner-{2 + 2 * list(KINDS).index(kind):02}"


@pytest.fixture(scope="module")
def course_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course in which each kind of damage sits between two learners who did well."""
    folder = released_course(tmp_path_factory.mktemp("damage"), NAME, SECOND)
    (folder / "source" / MODULE / "data.csv").write_text("1,2\n")
    for kind, (befall, _, _) in KINDS.items():
        befall(hand_in(folder, name_of(kind)), answered(folder))
        whole(hand_in(folder, neighbour_of(kind)), answered(folder))
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture(scope="module")
def status(course_dir: Path) -> dict[str, dict[str, Any]]:
    """`course status --json`, by learner."""
    done = subprocess.run(
        [sys.executable, "-m", "course", "status", "--json", "--course-dir", str(course_dir)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {grade["learner"]: grade for grade in json.loads(done.stdout)["grades"]}


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_graded_as_far_as_it_can_be_read(
    kind: str, course_dir: Path, status: dict[str, dict[str, Any]]
) -> None:
    """What can be read gets its points, the remark names the damage, nobody else notices."""
    _, left, said = KINDS[kind]
    marks = {n["name"]: n["points"] for n in status[name_of(kind)]["notebooks"]}
    beside = {n["name"]: n["points"] for n in status[neighbour_of(kind)]["notebooks"]}

    assert marks == ({NAME: 3, SECOND: left} if left >= 0 else {NAME: 0, SECOND: 0})
    assert any(said in remark for remark in status[name_of(kind)]["remarks"]) or not said
    assert beside == {NAME: 3, SECOND: 3}
    assert status[neighbour_of(kind)]["remarks"] == []
    for name in (NAME, SECOND):
        path = course_dir / "autograded" / name_of(kind) / MODULE / f"{name}.ipynb"
        nbformat.validate(nbformat.read(path, as_version=4))
        assert path.stat().st_size < 2 << 20


def test_what_is_damaged_is_passed_over_the_second_time(course_dir: Path) -> None:
    """Damage is cached like everything else, and its remarks stay."""
    before = rows(course_dir)
    again = grade_submissions(course_dir, MODULE)

    assert [graded.learner for graded in again if not graded.cached] == []
    assert rows(course_dir) == before
    assert {g.learner for g in standings(course_dir, MODULE)[0].grades if g.remarks}


def test_the_table_of_damaged_learners_can_be_printed(course_dir: Path) -> None:
    """Names of any bytes reach a terminal as escapes."""
    done = subprocess.run(
        [sys.executable, "-m", "course", "status", "--course-dir", str(course_dir)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )

    assert done.returncode == 0, done.stderr
    assert b"lien\\xff" in done.stdout


def test_the_course_s_own_file_wins_over_what_is_in_its_way(course_dir: Path) -> None:
    """A learner's folder named as the course's data does not replace it."""
    for kind in ("in the way", "extra files"):
        path = course_dir / "autograded" / name_of(kind) / MODULE / "data.csv"
        assert path.read_text() == "1,2\n"


def test_links_in_autograded_lead_nowhere(course_dir: Path) -> None:
    """Nothing in autograded/ is a link, whatever was handed in."""
    assert not [path for path in (course_dir / "autograded").rglob("*") if path.is_symlink()]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01 12:00:00.000000 UTC", "2026-03-01 12:00:00"),
        ("2026-03-01T12:00:00+02:00", "2026-03-01 10:00:00"),
        ("0001-01-01 00:00:00+14:00", None),
        ("soon", None),
        ("\ud800", None),
        ("9" * 5000, None),
    ],
)
def test_a_timestamp_is_utc_or_nothing(text: str, moment: str | None, tmp_path: Path) -> None:
    """Whatever stands in timestamp.txt, it is a moment or none, never an error."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    folder = hand_in(tmp_path, "learner-01", at="")
    (folder / "timestamp.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    found = submitted_at(layout_of(tmp_path), MODULE, "learner-01")

    assert (found and str(found)) == moment


def test_a_submission_cannot_fill_the_grader_s_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files beyond the sum that one submission may have are left out and named."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    monkeypatch.setattr("course.grading.submissions.MOST_BYTES", 1000)
    folder = hand_in(tmp_path, "learner-01")
    for number in range(5):
        (folder / f"{number}.bin").write_bytes(b"0" * 400)
    made, told = jobs_of(
        layout_of(tmp_path),
        MODULE,
        "learner-01",
        origin=tmp_path / "source" / MODULE,
        released={"x": (b"{}", None)},
        limits=Limits(),
        environment="",
    )

    assert sorted(made["x"].files.submitted) == ["0.bin", "1.bin"]
    assert [sentence.partition(":")[0] for sentence in told] == [
        "2.bin was left out",
        "3.bin was left out",
        "4.bin was left out",
    ]


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({}, None),
        ({"kernelspec": {"name": "python3", "language": "python"}}, None),
        ({"kernelspec": {"name": "python3"}}, None),
        ({"kernelspec": {"name": "conda-env-ml-py"}}, None),
        ({"kernelspec": {"name": "ml"}, "language_info": {"name": "python"}}, None),
        ({"language_info": {"name": "ipython"}}, None),
        ({"kernelspec": "none", "language_info": []}, None),
        ({"kernelspec": {"name": "ir", "language": "R"}}, "'ir' (R)"),
        ({"kernelspec": {"name": "java"}}, "'java' (no language stated)"),
        (
            {"kernelspec": {"name": "julia-1.9"}, "language_info": {"name": "julia"}},
            "'julia-1.9' (julia)",
        ),
        ({"language_info": {"name": "octave"}}, "'unnamed' (octave)"),
    ],
)
def test_a_kernel_of_another_language_is_named(metadata: dict[str, Any], said: str | None) -> None:
    """By its language, else by its name; without either it is Python's."""
    assert submissions.foreign_kernel(json.dumps({"metadata": metadata}).encode()) == said


def test_a_notebook_in_another_language_is_not_graded_as_python(tmp_path: Path) -> None:
    """The error names notebook and kernel, and nobody gets points for it."""
    course_dir = tmp_path / "course"
    course_dir.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", course_dir)
    notebook = sample_notebook()
    notebook.metadata["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    write(notebook, course_dir / "source" / MODULE / FILE)
    exchange.build_release(course_dir, MODULE)
    hand_in(course_dir, "learner-01", answered(course_dir))

    with pytest.raises(GradingError) as refused:
        grade_submissions(course_dir, MODULE)
    assert [str(p) for p in refused.value.problems] == [
        f"{MODULE}/{NAME}.ipynb: its kernel is 'ir' (R): only Python is graded"
    ]
    assert rows(course_dir) == []
