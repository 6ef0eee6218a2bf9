"""The demo's own folder: what is told apart, what is noticed, and that nothing is lost."""

import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from course.demo.demo_folder import (
    MANIFEST,
    SIGN,
    DemoState,
    begin,
    finish,
    held,
    move_aside,
    noticed,
    state,
)
from course.errors import GradingError
from course.gradebook.layout import layout_of
from course.grading.batch import grade_submissions
from tests.classroom import MODULE, RIGHT, answered, hand_in, released_course

REQUEST = {"module": MODULE, "seed": 1}
DAY = date(2026, 11, 30)
ANSWER = Path("learners/learner-01/answer.json")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished demo of one learner, as small as they come."""
    folder = released_course(tmp_path_factory.mktemp("whole") / "demo")
    hand_in(folder, "learner-01", answered(folder, RIGHT), at="2026-03-01 12:00:00.000000 UTC")
    grade_submissions(folder, MODULE)
    (folder / SIGN).write_text("a demo\n", encoding="utf-8")
    (folder / "learners" / "learner-01").mkdir(parents=True)
    finish(folder, REQUEST)
    return folder


@pytest.fixture
def demo(whole: Path, tmp_path: Path) -> Path:
    """A copy to do something in."""
    return Path(shutil.copytree(whole, tmp_path / "demo", symlinks=True))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


def write_answer(demo: Path) -> None:
    (demo / ANSWER).write_text("{}", encoding="utf-8")


def work(demo: Path) -> None:
    path = next((demo / "submitted").rglob("*.ipynb"))
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")


def remove(demo: Path) -> None:
    next((demo / "release").rglob("*.ipynb")).unlink()


def link(demo: Path) -> None:
    (demo / "mine").symlink_to("/etc")


def make_folder(demo: Path) -> None:
    (demo / "my notes").mkdir()


def give_points(demo: Path) -> None:
    with sqlite3.connect(demo / "gradebook.db") as book:
        book.execute("update grade set manual_score = 1.5 where auto_score is not null")


def enrol(demo: Path) -> None:
    with sqlite3.connect(demo / "gradebook.db") as book:
        book.execute("insert into student (id) values ('anna')")


def spoil(demo: Path) -> None:
    (demo / "gradebook.db").write_bytes(b"not a database, or not any more")


def forge(demo: Path) -> None:
    (demo / MANIFEST).write_text("[]", encoding="utf-8")


DEEDS: dict[Callable[[Path], None], str] = {
    write_answer: f"{ANSWER}: is new",
    work: "01-doubling.ipynb: has changed",
    remove: "01-doubling.ipynb: is gone",
    link: "mine: is new",
    make_folder: "my notes/: is new",
    give_points: "gradebook.db: grade of learner-01 in 101-system-architecture, 01-doubling, cell ",
    enrol: "gradebook.db: student anna: is new",
    spoil: "gradebook.db: cannot be read",
    forge: "cannot be read (expected a demo's manifest",
}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_what_a_person_did_is_noticed_and_left_alone(
    demo: Path, deed: Callable[[Path], None]
) -> None:
    """Files, links, folders and rows: the demo refuses, names each, and offers a way."""
    assert noticed(demo) == []
    deed(demo)
    before = contents(demo)

    with pytest.raises(GradingError) as refused, held(demo, REQUEST, fresh=False, day=DAY):
        pass

    said = str(refused.value)
    assert DEEDS[deed] in said
    assert "`course demo --fresh` moves it aside" in said.splitlines()[0]
    assert contents(demo) == before
    assert [path.name for path in demo.parent.iterdir()] == ["demo"]


def test_ten_things_are_named_and_the_others_counted(demo: Path) -> None:
    """A name that a terminal would obey is written out."""
    (demo / "a\x1b[2J").touch()
    for number in range(13):
        (demo / f"note-{number:02}").touch()
    with pytest.raises(GradingError) as refused, held(demo, REQUEST, fresh=False, day=DAY):
        pass
    lines = str(refused.value).splitlines()

    assert len(lines) == 12
    assert lines[1] == r"  a\x1b[2J: is new"
    assert lines[-1] == "  and 4 more"


def test_looking_is_not_working(demo: Path) -> None:
    """Jupyter copies a notebook that is opened; a gradebook's file may be written anew."""
    notebook = next((demo / "release").rglob("*.ipynb"))
    copies = notebook.parent / ".ipynb_checkpoints"
    copies.mkdir()
    shutil.copy(notebook, copies / "01-doubling-checkpoint.ipynb")
    before = (demo / "gradebook.db").read_bytes()
    with sqlite3.connect(demo / "gradebook.db") as book:
        book.execute("create table looked_at (id int)")
        book.execute("drop table looked_at")
    book.close()

    assert (demo / "gradebook.db").read_bytes() != before
    assert noticed(demo) == []
    (copies / "01-doubling-checkpoint.ipynb").write_text("{}", encoding="utf-8")
    assert [problem.what for problem in noticed(demo)] == ["is new"]


def test_the_same_demo_is_kept_and_another_made_in_its_place(demo: Path) -> None:
    """Where nobody did anything, nothing needs to be moved aside."""
    with held(demo, REQUEST, fresh=False, day=DAY) as folder:
        assert (folder.whole, folder.aside) == (True, None)
        assert state(demo) is DemoState.WHOLE
    with held(demo, {**REQUEST, "seed": 2}, fresh=False, day=DAY) as folder:
        assert (folder.whole, folder.aside) == (False, None)
        assert list(demo.iterdir()) == []


def test_what_comes_while_a_demo_is_cleared_is_moved_aside(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is looked at once more before it is removed."""
    monkeypatch.setattr("course.demo.demo_folder.noticed", lambda folder: [])  # noqa: ARG005
    write_answer(demo)
    give_points(demo)
    with held(demo, {**REQUEST, "seed": 2}, fresh=False, day=DAY) as folder:
        assert folder.aside is not None
        left = contents(folder.aside)

    assert sorted(left) == [SIGN, "gradebook.db", str(ANSWER)]


def test_a_forged_manifest_removes_nothing_elsewhere(demo: Path) -> None:
    """Names in it are compared with what is there, never followed."""
    outside = demo.parent / "mine.txt"
    outside.write_text("mine", encoding="utf-8")
    digest = "9a3e6e9f4e5a2f1c"
    text = (demo / MANIFEST).read_text(encoding="utf-8")
    (demo / MANIFEST).write_text(
        text.replace('"files": {', f'"files": {{"../mine.txt": "{digest}", "/etc/x": "{digest}", '),
        encoding="utf-8",
    )
    with (
        pytest.raises(GradingError, match=r"\.\./mine\.txt: is gone"),
        held(demo, {"seed": 2}, fresh=False, day=DAY),
    ):
        pass
    assert outside.read_text(encoding="utf-8") == "mine"


def test_fresh_moves_aside_and_overwrites_no_older_one(demo: Path) -> None:
    """Whatever has the name, an empty folder and a link to nowhere too, is left alone."""
    write_answer(demo)
    before = contents(demo)
    (demo.parent / "demo-2026-11-30-1").mkdir()
    (demo.parent / "demo-2026-11-30-2").symlink_to("nowhere")
    with held(demo, REQUEST, fresh=True, day=DAY) as folder:
        assert folder.aside == demo.parent / "demo-2026-11-30-3"
        assert list(demo.iterdir()) == []

    assert contents(demo.parent / "demo-2026-11-30-3") == before
    assert list((demo.parent / "demo-2026-11-30-1").iterdir()) == []


def test_a_demo_that_was_cut_off_is_moved_aside_without_asking(demo: Path) -> None:
    """No manifest: nobody knows what was to come, so all of it is kept."""
    (demo / MANIFEST).unlink()
    before = contents(demo)
    with held(demo, REQUEST, fresh=False, day=DAY) as folder:
        assert folder.aside is not None
        assert contents(folder.aside) == before
        assert list(demo.iterdir()) == []


def test_a_demo_that_was_cut_off_at_once_is_begun_again(tmp_path: Path) -> None:
    """An empty folder, or the beginning of the sign, is nobody's work."""
    (tmp_path / "demo").mkdir()
    assert state(tmp_path / "demo") is DemoState.ABSENT
    (tmp_path / "demo" / f".{SIGN}.0123.new").touch()
    assert state(tmp_path / "demo") is DemoState.ABSENT


@pytest.mark.parametrize("fresh", [False, True])
def test_a_folder_that_no_demo_made_is_refused(tmp_path: Path, fresh: bool) -> None:
    """With --fresh too: somebody else's folder is not ours to move."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", encoding="utf-8")
    with (
        pytest.raises(GradingError, match="no demo made it"),
        held(folder, REQUEST, fresh=fresh, day=DAY),
    ):
        pass
    assert contents(tmp_path) == {"demo/thesis.txt": b"years of work"}


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_link_or_a_file_in_its_place_is_refused(tmp_path: Path, kind: str) -> None:
    """A link would have the demo work, and move things, elsewhere."""
    (tmp_path / "elsewhere").mkdir()
    if kind == "link":
        (tmp_path / "demo").symlink_to("elsewhere")
    else:
        (tmp_path / "demo").touch()
    with (
        pytest.raises(GradingError, match="demo"),
        held(tmp_path / "demo", REQUEST, fresh=True, day=DAY),
    ):
        pass
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_two_demos_do_not_work_in_one_folder(tmp_path: Path) -> None:
    """The second is told so."""
    with (
        held(tmp_path / "demo", REQUEST, fresh=False, day=DAY),
        pytest.raises(GradingError, match="another `course demo` is at work"),
        held(tmp_path / "demo", REQUEST, fresh=False, day=DAY),
    ):
        pass


def test_the_environment_leads_no_demo_to_the_courses_gradebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COURSE_DB_URL and COURSE_EXCHANGE name the course's, so the demo's configuration is last."""
    root = Path(__file__).parents[2]
    monkeypatch.setenv("COURSE_DB_URL", "postgresql://production/grades")
    monkeypatch.setenv("COURSE_EXCHANGE", "/srv/course-exchange")
    (tmp_path / "demo").mkdir()
    begin(root, tmp_path / "demo", "101-system-architecture")
    layout = layout_of(tmp_path / "demo")

    assert layout.db_url == f"sqlite:///{tmp_path}/demo/gradebook.db"
    assert layout.root == tmp_path / "demo"
    aside = move_aside(tmp_path / "demo", DAY)
    assert layout_of(aside).root == aside
