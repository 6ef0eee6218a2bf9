"""Damage in one learner's files: whatever it is, wherever it is met, it is that learner's alone.

Three learners hand in; one's files are damaged in the exchange, after collection or after grading,
and every verb runs. The two others' rows, notebooks, pages and exported lines are those of a
course in which nothing happened, byte for byte.
"""

import io
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from course.certification.cohort import read_cohort
from course.cli.command import main
from course.errors import CourseError
from course.gradebook import exchange
from course.grading.batch import Workers, grade_submissions
from course.grading.images import LIBRARIES, image_with
from course.notebooks import canonical
from course.sandbox.client import Zygote
from course.workflow import statuses
from tests.classroom import MODULE, NAME, RIGHT, WRONG, answered, released_course, rows, sql, tree
from tests.samples import code

OTHERS = {"learner-01": (RIGHT, "2026-03-01 13:00:00.000000 CET"), "learner-03": (WRONG, None)}
ON_TIME, LATE = "2026-03-01 13:00:00.000000 CET", "2026-03-01 13:30:00.000000 CET"
DUE = "2026-03-01 12:15:00.000000"  # in UTC
IDS = (
    "learner-02",
    "b[0]",
    "*",
    "?",
    "a b",
    "a+b",
    "Zoë",
    "{x}",
    os.fsdecode(b"caf\xe9"),
    "'\"<b>",
)
STAGES = ("exchange", "submitted", "autograded")
CONFIG = "\nc.Exchange.timezone = 'Europe/Berlin'\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the verbs left of the others, and what was said of anybody."""

    others: dict[str, Any]
    said: list[str]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module in the exchange of a course in Berlin, due at 13:15; nobody handed in."""
    folder = released_course(tmp_path_factory.mktemp("damage") / "bare")
    with (folder / "nbgrader_config.py").open("a") as file:
        file.write(CONFIG)
    exchange.publish(folder, MODULE)
    sql(folder, "update assignment set duedate = ?", DUE)
    return folder


@pytest.fixture(scope="module")
def run(bare: Path) -> Iterator[Callable[..., Seen]]:
    """Run all verbs on a copy of it; one zygote serves all copies."""
    with Zygote(image_with(LIBRARIES), hidden=[bare.parent]) as zygote:
        yield partial(course_of, bare, zygote)


@pytest.fixture(scope="module")
def undamaged(run: Callable[..., Seen]) -> Seen:
    """What the others get where nothing happens."""
    return run("learner-02", "", lambda _: None)


def hand_in(course_dir: Path, learner: str, answer: str, at: str) -> Path:
    (place,) = (course_dir / "exchange").glob("*/inbound")
    folder = place / f"{learner}+{MODULE}+{at}+0123456789ab"
    folder.mkdir()
    (folder / "timestamp.txt").write_text(at)
    (folder / "submission_secret.txt").write_bytes(os.fsencode(f"secret of {learner}"))
    (folder / f"{NAME}.ipynb").write_text(canonical(answered(course_dir, answer)))
    return folder


def course_of(
    bare: Path, zygote: Zygote, victim: str, stage: str, damage: Callable[[Path], None]
) -> Seen:
    """Run every verb on a fresh copy of the course, with the damage done at its stage."""
    folder = bare.parent / "course"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(bare, folder)
    place = hand_in(folder, victim, RIGHT, ON_TIME)
    hand_in(folder, "learner-01", RIGHT, ON_TIME)
    hand_in(folder, "learner-03", WRONG, LATE)
    said: list[str] = []
    if stage == "exchange":
        damage(place)
    verb(said, folder, "collect", MODULE)
    if stage == "submitted":
        damage(folder / "submitted" / victim / MODULE)
    try:
        graded = grade_submissions(folder, MODULE, workers=Workers(zygote=zygote))
        said += (f"{g.learner}: {sentence}" for g in graded for sentence in g.record.damage)
    except CourseError as error:
        said += str(error).splitlines()
    if stage == "autograded" and (folder / "autograded" / victim / MODULE).is_dir():
        damage(folder / "autograded" / victim / MODULE)
    verb(said, folder, "feedback", MODULE)
    views = [
        verb([], folder, "status", MODULE),
        verb([], folder, "status", MODULE, "--json"),
        verb([], folder, "status", MODULE, "--html", str(folder / "status.html")),
        *(verb([], folder, "export", kind, MODULE) for kind in ("grades", "items", "moodle")),
    ]
    return Seen(others=others(folder, views), said=said)


def verb(said: list[str], folder: Path, *words: str) -> str:
    """Say a verb as a person does, on a terminal that knows UTF-8 only."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    err = io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([*words, "--course-dir", str(folder)])
    said += err.getvalue().splitlines()
    assert status == 0 or (status == 1 and err.getvalue()), (words, status)
    out.flush()
    return out.buffer.getvalue().decode()  # type: ignore[attr-defined]


def others(folder: Path, views: list[str]) -> dict[str, Any]:
    """All that the two others have in the course, and in what the verbs showed."""
    found: dict[str, Any] = {}
    (status,) = statuses(folder, MODULE)
    cohort = read_cohort(folder)
    secrets = exchange_pages(folder)
    for name in OTHERS:
        found[name] = {
            "rows": [row for row in rows(folder) if row[0] == name],
            "files": {kind: tree(folder / kind / name) for kind in ("submitted", "autograded")},
            "pages": tree(folder / "feedback" / name),
            "released": secrets[name],
            "status": [s for s in status.submissions if s.grade.learner == name],
            "record": [record for record in cohort.records if record.learner == name],
            "lines": [line for view in views for line in view.splitlines() if name in line],
        }
        found[name]["json"] = [g for g in json.loads(views[1])["grades"] if g["learner"] == name]
    return found


def exchange_pages(folder: Path) -> dict[str, bytes]:
    (place,) = (folder / "exchange").glob("*/feedback")
    return {
        name: (place / f"{exchange._key(f'secret of {name}', NAME)}.html").read_bytes()
        for name in OTHERS
    }


def replaced(name: str, content: bytes) -> Callable[[Path], None]:
    """Put other bytes into a file."""

    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).write_bytes(content)

    return damage


def gone(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def link(name: str, target: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).symlink_to(target)

    return damage


def pipe(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return damage


def folder_for(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name / "inside").mkdir(parents=True)

    return damage


def closed(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).chmod(0)


def file_for_all(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


def link_for_all(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.symlink_to(folder.parent)


def nothing_left(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def names_of_bytes(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff\xfe")).write_text("x")
    (folder / os.fsdecode(b"\xff.ipynb")).write_text("{}")
    (folder / "\x1b[31m\n.txt").write_text("x")


def huge(folder: Path) -> None:
    path = folder / f"{NAME}.ipynb"
    text = path.read_text()
    path.unlink()
    notebook = json.loads(text)
    notebook["cells"].append(code("own", f"print('x' * {10**7})"))
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "[" * 10**6})
    path.write_text(json.dumps(notebook))


def deep(folder: Path) -> None:
    for _ in range(300):
        folder /= "d"
        folder.mkdir()


BINARY = b"\xff\xfe\x00\x80"
FILES = (f"{NAME}.ipynb", "timestamp.txt", "submission_secret.txt")
DAMAGES: dict[str, Callable[[Path], None]] = {
    f"{kind} {name}": make(name)
    for name in FILES
    for kind, make in {
        "binary": lambda name: replaced(name, BINARY),
        "empty": lambda name: replaced(name, b""),
        "text for": lambda name: replaced(name, b"soon"),
        "large": lambda name: replaced(name, b"7" * 200_000),
        "no": gone,
        "link for": lambda name: link(name, "/etc/passwd"),
        "link round": lambda name: link(name, name),
        "pipe for": pipe,
        "folder for": folder_for,
        "closed": closed,
    }.items()
}
DAMAGES |= {
    "file for all": file_for_all,
    "link for all": link_for_all,
    "nothing left": nothing_left,
    "names of bytes": names_of_bytes,
    "huge": huge,
    "deep": deep,
    "other's secret": replaced("submission_secret.txt", b"secret of nobody"),
    "old zone": replaced("timestamp.txt", b"2026-03-01 13:00:00 XYZ"),
}


@settings(
    max_examples=19,  # and six named below
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    damage=st.sampled_from(sorted(DAMAGES)),
    stage=st.sampled_from(STAGES),
    victim=st.sampled_from(IDS),
)
@example(damage="binary timestamp.txt", stage="submitted", victim="learner-02")
@example(damage="no submission_secret.txt", stage="submitted", victim="b[0]")
@example(damage="no timestamp.txt", stage="submitted", victim=os.fsdecode(b"caf\xe9"))
@example(damage="file for all", stage="submitted", victim="*")
@example(damage="huge", stage="exchange", victim="learner-02")
@example(damage="binary submission_secret.txt", stage="autograded", victim="learner-02")
def test_damage_stays_with_whom_it_befell(
    run: Callable[..., Seen], undamaged: Seen, damage: str, stage: str, victim: str
) -> None:
    """No verb stops, the others have what they had, and each thing is said once."""
    seen = run(victim, stage, DAMAGES[damage])

    assert seen.others == undamaged.others
    assert [line for line in seen.said if any(name in line for name in OTHERS)] == []
    assert [line for line, times in Counter(seen.said).items() if times > 1] == []


def test_the_undamaged_course_is_worth_comparing(undamaged: Seen) -> None:
    """One has all points on time, one none and late; both have pages; nothing was said."""
    first, third = (undamaged.others[name] for name in OTHERS)

    assert undamaged.said == []
    assert [s.late for s in (*first["status"], *third["status"])] == [False, True]
    assert {row[-1] for row in third["rows"]} == {0.0}
    assert len(first["pages"]) == len(third["pages"]) == 4
    assert [m.passed_on for m in first["record"][0].modules] == [date(2026, 3, 1)]
    assert first["released"] != third["released"]
    assert len(first["lines"]) >= 6
