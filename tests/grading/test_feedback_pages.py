"""Feedback pages: for everybody whose notebook can be shown, on any course, wherever it lies."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.cli.command import main
from course.gradebook import exchange
from course.grading import feedback_pages
from course.grading.batch import grade_submissions
from course.grading.feedback_pages import feedback
from course.notebooks import canonical
from tests.classroom import MODULE, NAME, WRONG, answered, hand_in, released_course, tree
from tests.samples import code, markdown

ODD = ("learner-01", "b[0]", "*", "a+b", "Zoë van 't Hoff", "?", "{x}", "-rf", "[!a]")
SCRIPT = "from IPython.display import Javascript, display\ndisplay(Javascript('steal()'))"
PLAIN = "c = get_config()\nc.CourseDirectory.course_id = 'plain'\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of learners with odd ids, wrong where a hidden test looks; not answered."""
    folder = released_course(tmp_path_factory.mktemp("pages") / "course")
    for learner in ODD:
        notebook = answered(folder, WRONG.replace("n * n", "abs(n) + abs(n)"))
        notebook.cells.insert(1, code("own", SCRIPT))
        place = hand_in(folder, learner, notebook)
        (place / "submission_secret.txt").write_text(f"secret of {learner}")
    exchange.publish(folder, MODULE)
    grade_submissions(folder, MODULE)
    return folder


@pytest.fixture(scope="module")
def shown(graded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same course, answered under this repository's configuration."""
    folder = Path(shutil.copytree(graded, tmp_path_factory.mktemp("shown") / "course"))
    feedback(folder, MODULE)
    return folder


@pytest.fixture
def course_dir(graded: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(graded, tmp_path / "course"))


def page_of(course_dir: Path, learner: str) -> Path:
    return course_dir / "feedback" / learner / MODULE / f"{NAME}.html"


def released(course_dir: Path, learner: str) -> Path:
    """Where nbgrader's fetch looks for a learner's page."""
    from nbgrader.utils import notebook_hash

    name = notebook_hash(secret=f"secret of {learner}", notebook_id=NAME)
    (place,) = (course_dir / "exchange").iterdir()
    return place / "feedback" / f"{name}.html"


def test_any_id_has_its_page_and_gets_it(course_dir: Path) -> None:
    """What a glob would take for a pattern is a name like every other."""
    outcome = feedback(course_dir, MODULE)

    assert (outcome.unwritten, outcome.unreleased) == ([], [])
    assert sorted(outcome.pages) == sorted(page_of(course_dir, learner) for learner in ODD)
    for learner in ODD:
        page = page_of(course_dir, learner)
        assert released(course_dir, learner).read_bytes() == page.read_bytes()
        beside = tree(page.parent)
        assert beside["submission_secret.txt"] == f"secret of {learner}".encode()
        assert beside["timestamp.txt"] == b"2026-03-01 12:00:00.000000 UTC"


@pytest.mark.parametrize(
    "config",
    [
        PLAIN,
        f"{PLAIN}c.GenerateFeedback.preprocessors = []\nc.HTMLExporter.sanitize_html = False\n",
        f"{PLAIN}c.HTMLExporter.template_name = 'lab'\nc.Exchange.timezone = 'Asia/Kolkata'\n",
        None,
    ],
)
def test_a_page_is_the_same_whatever_the_course_is_set_to(
    config: str | None, shown: Path, course_dir: Path
) -> None:
    """Hidden tests stay hidden and scripts out, where nbgrader_config.py is not ours too."""
    if config is not None:
        (course_dir / "nbgrader_config.py").write_text(config)
    outcome = feedback(course_dir, MODULE)

    assert outcome.unwritten == [] and len(outcome.pages) == len(ODD)
    for learner in ODD:
        text = page_of(course_dir, learner).read_text()
        assert text == page_of(shown, learner).read_text()
        assert "HIDDEN" not in text and "(-4" not in text
        assert "<script" not in text and "<h4>01-" in text


def test_marks_of_hidden_tests_may_be_the_course_s_own(course_dir: Path) -> None:
    """Nbgrader lets a course choose them; what stands between is hidden all the same."""
    (course_dir / "nbgrader_config.py").write_text(
        f"{PLAIN}c.ClearHiddenTests.begin_test_delimeter = 'VERBORGEN AN'\n"
        "c.ClearHiddenTests.end_test_delimeter = 'VERBORGEN AUS'\n"
    )
    path = course_dir / "autograded" / "*" / MODULE / f"{NAME}.ipynb"
    text = path.read_text().replace("BEGIN HIDDEN TESTS", "VERBORGEN AN")
    path.unlink()
    path.write_text(text.replace("END HIDDEN TESTS", "VERBORGEN AUS"))
    feedback(course_dir, MODULE)

    page = page_of(course_dir, "*").read_text()
    assert "VERBORGEN" not in page and "(-4" not in page
    assert page == page_of(course_dir, "?").read_text()


def test_without_an_exchange_pages_are_written_and_one_line_says_so(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files that came from an LMS are answered by files."""
    shutil.rmtree(course_dir / "exchange")
    status = main(["feedback", MODULE, "--course-dir", str(course_dir)])
    said = capsys.readouterr()

    assert (status, said.out) == (0, f"{len(ODD)} pages\n")
    nobody = "no exchange there; the pages were written and not released to anybody"
    assert said.err == f"{course_dir}/exchange: {nobody}\n"


def test_who_has_no_secret_gets_a_page_and_a_line(course_dir: Path) -> None:
    """The old key is used where there is a time; nobody else's page waits for that."""
    place = released(course_dir, "?").parent
    for learner in ("b[0]", "*"):
        (course_dir / "autograded" / learner / MODULE / "submission_secret.txt").unlink()
    (course_dir / "autograded" / "*" / MODULE / "timestamp.txt").unlink()
    outcome = feedback(course_dir, MODULE)

    assert len(outcome.pages) == len(ODD) and outcome.unwritten == []
    assert [str(problem) for problem in outcome.unreleased] == [
        "*: not released: no readable submission_secret.txt and timestamp.txt to name it by",
        "b[0]: no readable submission_secret.txt: released under nbgrader's old key, which "
        "versions from 0.7 do not ask for",
    ]
    key = f"{place.parent.name}+{MODULE}+{NAME}+b[0]+2026-03-01 12:00:00.000000 UTC"
    handed_in = (course_dir / "submitted" / "b[0]" / MODULE / f"{NAME}.ipynb").read_bytes()
    name = hashlib.md5(handed_in + key.encode(), usedforsecurity=False).hexdigest()
    assert (place / f"{name}.html").read_bytes() == page_of(course_dir, "b[0]").read_bytes()
    assert len(list(place.iterdir())) == len(ODD) - 1


def test_nobody_fetches_another_s_page(course_dir: Path) -> None:
    """Where two have one secret, a page under its name would be read by both."""
    secret = course_dir / "autograded" / "*" / MODULE / "submission_secret.txt"
    secret.unlink()
    secret.write_text("secret of b[0]")
    outcome = feedback(course_dir, MODULE)

    said = "submission_secret.txt is that of {}, too; not released, or they would read each other's"
    assert [str(problem) for problem in outcome.unreleased] == [
        f"*: {said.format('b[0]')} page",
        f"b[0]: {said.format('*')} page",
    ]
    assert not released(course_dir, "b[0]").exists()
    assert released(course_dir, "?").exists()


def missing(path: Path) -> None:
    path.unlink()


def linked(path: Path) -> None:
    path.rename(path.with_suffix(".elsewhere"))
    path.symlink_to(path.with_suffix(".elsewhere"))


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def broken(path: Path) -> None:
    path.unlink()
    path.write_bytes(b'{"cells": [')


def binary(path: Path) -> None:
    path.unlink()
    path.write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (missing, "no such file or directory"),
        (linked, "expected a plain file, got a link"),
        (piped, "expected a plain file, got another kind"),
        (broken, "autograded notebook cannot be shown: NotJSONError"),
        (binary, "autograded notebook cannot be shown: UnicodeDecodeError"),
    ],
)
def test_what_cannot_be_shown_is_that_learner_s_line(
    damage: Callable[[Path], None],
    words: str,
    course_dir: Path,
    shown: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The others' pages are written, and the command says that one is missing."""
    damage(course_dir / "autograded" / "*" / MODULE / f"{NAME}.ipynb")
    status = main(["feedback", MODULE, "--course-dir", str(course_dir)])
    said = capsys.readouterr()

    assert (status, said.out) == (1, f"{len(ODD) - 1} pages\n")
    assert said.err.startswith(f"*: {NAME}.html: ") and words in said.err
    assert said.err.count("\n") == 1
    for learner in set(ODD) - {"*"}:
        assert page_of(course_dir, learner).read_bytes() == page_of(shown, learner).read_bytes()


def test_a_text_that_takes_hours_to_draw_costs_its_own_page(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Markdown has expressions that grow with the square of a text, and worse."""
    monkeypatch.setattr(feedback_pages, "PAGE_S", 2.0)
    monkeypatch.setattr(feedback_pages, "MOST_SOURCE", 1 << 30)
    path = course_dir / "autograded" / "*" / MODULE / f"{NAME}.ipynb"
    notebook = answered(course_dir)
    notebook.cells += [markdown(f"m{n}", r"\begin{a}" * 200_000) for n in range(3)]
    path.unlink()
    path.write_text(canonical(notebook))
    outcome = feedback(course_dir, MODULE)

    assert [str(p) for p in outcome.unwritten] == [
        f"*: {NAME}.html: not drawn: it took more than 2 s"
    ]
    assert len(outcome.pages) == len(ODD) - 1


def test_a_link_where_a_page_goes_is_not_written_through(course_dir: Path) -> None:
    """Neither a page's place nor its folder leads out of feedback/."""
    outside = course_dir / "outside"
    outside.mkdir()
    (outside / "x.html").write_text("a person's")
    page = page_of(course_dir, "?")
    page.parent.mkdir(parents=True)
    page.symlink_to(outside / "x.html")
    page_of(course_dir, "*").parents[1].mkdir()
    page_of(course_dir, "*").parent.symlink_to(outside)
    outcome = feedback(course_dir, MODULE)

    assert [str(p) for p in outcome.unwritten] == [
        f"*: {NAME}.html: autograded notebook cannot be shown: expected {MODULE} to be a folder, got a link or a file"
    ]
    assert tree(outside) == {"x.html": b"a person's"}
    assert not page.is_symlink()


def test_nbgrader_s_fetch_finds_the_page(course_dir: Path) -> None:
    """What a learner handed in through the exchange comes back through it."""
    home = course_dir / "learners" / "learner-02"
    home.mkdir(parents=True)
    exchange.fetch(course_dir, MODULE, "learner-02", home)
    exchange.submit(course_dir, MODULE, "learner-02", home)
    assert "learner-02" in exchange.collect(course_dir, MODULE, check_owner=False)
    grade_submissions(course_dir, MODULE, learner="learner-02")
    assert feedback(course_dir, MODULE).unreleased == []
    with exchange._api(course_dir) as api:
        step = exchange._step(api, "FetchFeedback", MODULE, "learner-02")
        step.assignment_dir, step.cache = str(home), str(home / ".nbgrader")
        step.start()

    (fetched,) = home.glob(f"{MODULE}/feedback/*/*.html")
    assert fetched.read_bytes() == page_of(course_dir, "learner-02").read_bytes()


@given(secret=st.text(min_size=1), notebook=st.text(min_size=1))
def test_the_name_in_the_exchange_is_nbgrader_s(secret: str, notebook: str) -> None:
    """Whatever secret and notebook are called."""
    from nbgrader.utils import notebook_hash

    if not any("\ud800" <= c <= "\udfff" for c in secret + notebook):
        assert exchange._key(secret, notebook) == notebook_hash(secret=secret, notebook_id=notebook)
