"""Papers from the release to the marks: each learner their own, and thirty tries to get more."""

import json
import os
import shutil
import signal
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.exchange import ExchangeError

from course import workflow
from course.cli.command import main
from course.errors import CourseError, CredentialError, GradingError, ProgramError, UsageError
from course.gradebook import exchange
from course.gradebook.paper_exchange import PapersHandedOut, hand_out
from course.grading.feedback_pages import feedback
from course.notebooks import canonical, read_notebook
from course.papers.course_secret import load_secret, make_secret
from course.papers.drawing import Paper, marked
from course.papers.paper_files import PaperRegister, answers_id, read_register
from tests.classroom import sql, tree
from tests.papers.examined import MODULE, NAME, answer, bank, course_with_papers, right_answers
from tests.samples import cell_of

LEARNERS = ("learner-01", "learner-02", "learner-03")
PAPERS = Path("exchange", "engineering-excellence", "papers")


@pytest.fixture(autouse=True)
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the secret of this test lies."""
    path = tmp_path / "kept" / "secret"
    monkeypatch.setenv("COURSE_SECRET", str(path))
    return path


@pytest.fixture
def course_dir(tmp_path: Path, secret: Path) -> Path:  # noqa: ARG001 - it is set
    """A course with papers, not released."""
    return course_with_papers(tmp_path / "course")


def released(course_dir: Path, *learners: str) -> PapersHandedOut:
    told: dict[str, PapersHandedOut] = {}
    names = learners or LEARNERS
    workflow.release(course_dir, MODULE, learners=names, tell=told.__setitem__, tick=lambda _: None)
    return told[MODULE]


def register(course_dir: Path) -> PaperRegister:
    found = read_register(course_dir, MODULE, load_secret(Path(os.environ["COURSE_SECRET"])))
    assert found is not None
    return found


def paper_of(course_dir: Path, learner: str) -> Paper:
    return register(course_dir).papers(learner)[-1]


def fetched(course_dir: Path, learner: str) -> Path:
    home = course_dir / "learners" / learner
    home.mkdir(parents=True, exist_ok=True)
    return exchange.fetch(course_dir, MODULE, learner, home)


def handed_in(course_dir: Path, learner: str, folder: Path) -> Path:
    """Put a learner's folder where collect would."""
    target = course_dir / "submitted" / learner / MODULE
    shutil.copytree(folder, target, symlinks=True, dirs_exist_ok=True)
    if not (target / "timestamp.txt").exists():
        (target / "timestamp.txt").write_text("2026-03-01 12:00:00.000000 UTC")
    return target


def graded(course_dir: Path) -> dict[str, tuple[float, ...]]:
    """Grade, and give the points of the paper's cell by learner."""
    workflow.grade(course_dir, MODULE)
    return points(course_dir)


def points(course_dir: Path) -> dict[str, float]:
    rows = sql(
        course_dir,
        "select s.student_id, g.auto_score from grade g "
        "join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id "
        "join submitted_assignment s on s.id = n.assignment_id where c.name = 'paper-answers'",
    )
    return {str(learner): float(score or 0) for learner, score in rows}


def says(course_dir: Path, learner: str) -> dict[str, str]:
    path = course_dir / "autograded" / learner / MODULE / f"{NAME}.ipynb"
    return dict(read_notebook(path).metadata["course"]["messages"])


def test_from_the_release_to_the_marks(course_dir: Path) -> None:
    """Each gets their own paper, answers it, hands in by the exchange, and has its points."""
    assert released(course_dir).forms == dict.fromkeys(LEARNERS, 1)
    shown = {}
    for learner, right in zip(LEARNERS, (5, 4, 0), strict=True):
        folder = fetched(course_dir, learner)
        paper = paper_of(course_dir, learner)
        shown[learner] = (folder / "paper.json").read_bytes()
        assert shown[learner] == paper.content()
        answers = right_answers(paper)
        for item in paper.items[right:]:
            del answers[item.id]
        if answers:
            answer(folder, paper, answers)
        exchange.submit(course_dir, MODULE, learner, course_dir / "learners" / learner)
    assert len(set(shown.values())) == 3
    workflow.collect(course_dir, MODULE)
    assert graded(course_dir) == {"learner-01": 5.0, "learner-02": 4.0, "learner-03": 0.0}
    assert says(course_dir, "learner-02")["paper-answers"] == "4 of 5 points"
    assert [one.cached for one in workflow.grade(course_dir, MODULE)] == [True] * 3
    feedback(course_dir, MODULE)
    page = (course_dir / "feedback" / "learner-02" / MODULE / f"{NAME}.html").read_text()
    assert "answered: 4 of 5" in page
    assert "BECAUSE" not in page


def test_everybody_has_the_same_blueprint(course_dir: Path) -> None:
    """Topics of the items, whoever the learner is; no key, no reason, no bank's name goes out."""
    released(course_dir)
    topics = set()
    for learner in LEARNERS:
        text = (course_dir / PAPERS / MODULE / learner / "paper.json").read_text()
        topics.add(tuple(sorted(item["topic"] for item in json.loads(text)["items"])))
        assert [w for w in ("BECAUSE", "right", "why", "within", "expected") if w in text] == []
    assert topics == {("errors", "errors", "state", "state", "state")}


def test_said_again_a_release_changes_nothing(course_dir: Path) -> None:
    """The same bytes; also where the bank was edited: who came before and who comes later."""
    released(course_dir)
    before = tree(course_dir / PAPERS)
    place = course_dir / "docs" / "teaching" / MODULE / "items.toml"
    place.write_text(bank(9), encoding="utf-8")
    again = released(course_dir)
    assert (again.fresh, tree(course_dir / PAPERS)) == ((), before)
    late = released(course_dir, "learner-04")
    assert late.fresh == ("learner-04",)
    after = tree(course_dir / PAPERS)
    assert {name: after[name] for name in before} == before
    assert {i.bank_id for i in paper_of(course_dir, "learner-04").items} <= {
        f"101-{t}-{c}-{n}"
        for t, c in (("state", "recall"), ("state", "evidence"), ("errors", "decides"))
        for n in range(5)
    }


@pytest.mark.parametrize("seed", range(6))
def test_killed_while_releasing_and_said_again(course_dir: Path, seed: int) -> None:
    """Killed at any write: what is there is whole, and said again all is as without a death."""
    names = [f"learner-{n:02}" for n in range(1, 9)]
    released(course_dir, "learner-99")  # so that only papers are at work in the fork
    whole = course_dir.parent / "whole"
    shutil.copytree(course_dir, whole)
    hand_out(whole, MODULE, learners=names)
    expected = {n: c for n, c in tree(whole / PAPERS).items() if n.endswith(".json")}
    for last in range(3 + seed, 80, 12):
        pid = os.fork()
        if pid == 0:
            _die_at(last)
            hand_out(course_dir, MODULE, learners=names)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        there = {
            name: content
            for name, content in tree(course_dir / PAPERS).items()
            if name.endswith("/paper.json")
        }
        assert {name: expected[name] for name in there} == there
        if os.WIFEXITED(status):
            break
    hand_out(course_dir, MODULE, learners=names)
    there = {n: c for n, c in tree(course_dir / PAPERS).items() if n.endswith(".json")}
    assert there == expected


def _die_at(last: int) -> None:
    """Kill this process before its write number `last`."""
    count = 0

    def note(event: str, given: tuple[object, ...]) -> None:
        nonlocal count
        opens = event == "open" and isinstance(given[2], int) and given[2] & os.O_RDWR
        if opens or event in ("os.rename", "os.mkdir", "os.chmod", "os.remove"):
            count += 1
            if count == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(note)


def test_a_second_form_for_one(course_dir: Path) -> None:
    """Other items; a fetch brings it; what was handed in before it still counts, later not."""
    released(course_dir)
    folder = fetched(course_dir, "learner-01")
    first = paper_of(course_dir, "learner-01")
    answer(folder, first, right_answers(first))
    handed_in(course_dir, "learner-01", folder)
    outcome = hand_out(course_dir, MODULE, learners=["learner-01"], form=2)
    assert outcome.forms == {"learner-01": 2}
    second = paper_of(course_dir, "learner-01")
    assert {i.bank_id for i in first.items} & {i.bank_id for i in second.items} == set()
    assert second.variant != first.variant
    assert graded(course_dir) == {"learner-01": 5.0}
    late = course_dir / "submitted" / "learner-01" / MODULE / "timestamp.txt"
    late.write_text("2126-03-01 12:00:00.000000 UTC")
    assert graded(course_dir) == {"learner-01": 0.0}
    what = "form 1 was handed in after form 2 was drawn for learner-01"
    assert says(course_dir, "learner-01")["paper-answers"] == what
    shutil.rmtree(folder)
    folder = fetched(course_dir, "learner-01")
    assert (folder / "paper.json").read_bytes() == second.content()
    answer(folder, second, right_answers(second))
    shutil.rmtree(course_dir / "submitted" / "learner-01")
    handed_in(course_dir, "learner-01", folder)
    assert graded(course_dir) == {"learner-01": 5.0}
    assert paper_of(course_dir, "learner-02").form == 1


def test_forms_come_one_after_the_other(course_dir: Path) -> None:
    """A third before a second, and a form below one, are refused, and nothing is drawn."""
    released(course_dir)
    for form in (0, 3, -1):
        with pytest.raises(CourseError):
            hand_out(course_dir, MODULE, form=form, learners=["learner-01"])
    assert {p.form for p in register(course_dir).learners["learner-01"]} == {1}


def test_a_form_for_all_takes_nobody_back(course_dir: Path) -> None:
    """Who has a third keeps it while the others get a second; a late one gets a first."""
    released(course_dir)
    for form in (2, 3):
        hand_out(course_dir, MODULE, learners=["learner-01"], form=form, early=True)
    for learner in LEARNERS:
        exchange.submit(course_dir, MODULE, learner, fetched(course_dir, learner).parent)
    workflow.collect(course_dir, MODULE)
    workflow.grade(course_dir, MODULE)  # the gradebook knows them from here on
    outcome = hand_out(course_dir, MODULE, form=2, early=True)
    assert outcome.forms == {"learner-01": 3, "learner-02": 2, "learner-03": 2}
    assert released(course_dir, "learner-04").forms == outcome.forms | {"learner-04": 1}
    with pytest.raises(GradingError, match="learner-01 has form 3 already"):
        hand_out(course_dir, MODULE, learners=["learner-01"], form=2)


def test_the_next_form_waits_for_its_day(course_dir: Path) -> None:
    """Seven days after the hand-in; who comes too early keeps the form, and the others get theirs."""
    released(course_dir)
    now = datetime.now(UTC)
    for learner, days in (("learner-01", 6), ("learner-02", 7)):
        folder = handed_in(course_dir, learner, fetched(course_dir, learner))
        at = now - timedelta(days=days)
        (folder / "timestamp.txt").write_text(f"{at:%Y-%m-%d %H:%M:%S.%f} UTC")
    outcome = hand_out(course_dir, MODULE, learners=LEARNERS, form=2)
    assert outcome.forms == {"learner-01": 1, "learner-02": 2, "learner-03": 1}
    assert [(p.place, p.what.split(",")[0]) for p in outcome.problems] == [
        ("learner-01", f"form 2: from {now.date() + timedelta(days=1)} on"),
        ("learner-03", f"form 2: from {now.date() + timedelta(days=7)} on"),
    ]


def test_an_id_that_names_no_folder_stops_nobody(course_dir: Path) -> None:
    """It is said, and the others have their papers."""
    workflow.release(course_dir, MODULE, learners=["learner-01"], tick=lambda _: None)
    sql(course_dir, "insert into student (id) values ('../x')")
    outcome = hand_out(course_dir, MODULE, learners=["learner-01"])
    assert [str(problem) for problem in outcome.problems] == [
        "../x: no paper: this id can name no folder"
    ]
    assert outcome.forms == {"learner-01": 1}


def test_a_late_learner_is_told_and_then_has_a_paper(course_dir: Path) -> None:
    """Before the next release a fetch says whom to ask, and leaves no half folder behind."""
    released(course_dir)
    with pytest.raises(ExchangeError, match="no paper was drawn for learner-09 yet"):
        fetched(course_dir, "learner-09")
    assert not (course_dir / "learners" / "learner-09" / MODULE).exists()
    released(course_dir, "learner-09")
    assert (fetched(course_dir, "learner-09") / "paper.json").is_file()


def test_a_learner_without_a_paper_is_no_learner_s_fault(course_dir: Path) -> None:
    """Who handed in without one: the course's fault is named, and no points are given."""
    released(course_dir)
    folder = fetched(course_dir, "learner-01")
    (folder / "paper.json").unlink()
    handed_in(course_dir, "learner-09", folder)
    (outcome,) = workflow.grade(course_dir, MODULE)
    assert points(course_dir) == {"learner-09": 0.0}
    assert outcome.record.course_faults == (
        f"{NAME}: cell paper-answers: no paper was drawn for this learner: nothing can be marked",
    )


def test_a_renamed_learner_is_told_whose_the_paper_is(course_dir: Path) -> None:
    """Another's paper is refused, with whose it is, and that the new name has none."""
    released(course_dir)
    folder = fetched(course_dir, "learner-01")
    paper = paper_of(course_dir, "learner-01")
    answer(folder, paper, right_answers(paper))
    handed_in(course_dir, "anna", folder)
    handed_in(course_dir, "learner-02", folder)
    assert graded(course_dir) == {"anna": 0.0, "learner-02": 0.0}
    what = "this paper was not drawn for {}: it is form 1 of learner-01"
    assert says(course_dir, "learner-02")["paper-answers"] == what.format("learner-02")
    assert says(course_dir, "anna")["paper-answers"] == (
        f"{what.format('anna')}; none was drawn for anna yet"
    )


def test_a_lost_secret_stops_before_anything_is_done(course_dir: Path, secret: Path) -> None:
    """Missing, or a new one: release and grade say which was used; put back, all goes on."""
    released(course_dir)
    paper = paper_of(course_dir, "learner-01")
    handed_in(course_dir, "learner-01", fetched(course_dir, "learner-01"))
    kept = secret.rename(secret.with_name("aside"))
    digest = load_secret(kept).digest
    with pytest.raises(CredentialError, match="no secret there"):
        workflow.grade(course_dir, MODULE)
    make_secret(secret)
    before = tree(course_dir / PAPERS)
    for verb in (lambda: workflow.grade(course_dir, MODULE), lambda: released(course_dir)):
        with pytest.raises(CredentialError, match=f"3 learners with the secret {digest}"):
            verb()
    assert tree(course_dir / PAPERS) == before
    kept.replace(secret)
    assert paper_of(course_dir, "learner-01") == paper
    assert graded(course_dir) == {"learner-01": 0.0}


def test_without_a_secret_or_with_a_bad_bank_nothing_is_released(
    course_dir: Path, secret: Path
) -> None:
    """What is wrong is said before the first notebook goes out."""
    place = course_dir / "docs" / "teaching" / MODULE / "items.toml"
    whole = place.read_text()
    place.write_text(bank(1))
    with pytest.raises(ProgramError, match="a paper takes 2 items, the banks have 1"):
        released(course_dir)
    place.unlink()
    with pytest.raises(ProgramError, match=r"items\.toml: no bank of items"):
        released(course_dir)
    place.write_text(whole)
    secret.unlink()
    with pytest.raises(CredentialError, match="no secret there"):
        released(course_dir)
    assert not (course_dir / "exchange").exists()
    assert not (course_dir / "release").exists()


def test_an_assignment_without_papers_is_as_before(course_dir: Path) -> None:
    """No secret is asked for, and a form is refused with a sentence."""
    with pytest.raises(UsageError, match=r"has no papers in program\.toml"):
        hand_out(course_dir, "102-code-quality", form=2)


def test_a_place_that_is_another_s_is_refused(course_dir: Path) -> None:
    """A link where papers lie leads nowhere."""
    exchange_dir = course_dir / PAPERS.parent
    exchange_dir.mkdir(parents=True)
    (course_dir / "elsewhere").mkdir()
    (exchange_dir / "papers").symlink_to(course_dir / "elsewhere")
    with pytest.raises(GradingError, match="got a link or a file"):
        released(course_dir)
    assert list((course_dir / "elsewhere").iterdir()) == []


def test_the_verbs(course_dir: Path, secret: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """secret, release, form, list: what they print holds no byte of the secret."""
    at = ["--course-dir", str(course_dir)]
    assert main(["paper", "secret"]) == 1
    assert "there is a secret already" in capsys.readouterr().err
    assert main(["paper", "secret", "--show"]) == 0
    digest = load_secret(secret).digest
    assert capsys.readouterr().out == f"{secret}: digest {digest}\n"
    assert main(["release", MODULE, *at]) == 0
    assert "the gradebook knows no learner yet" in capsys.readouterr().err
    assert main(["release", MODULE, "--learner", "learner-01", *at]) == 0
    said = capsys.readouterr()
    assert f"{MODULE}: 1 papers, 1 of them new" in said.out
    second = ["paper", "form", "2", MODULE, "--learner", "learner-01", *at]
    assert main(second) == 1
    assert "form 2: from " in capsys.readouterr().err
    assert main([*second, "--early"]) == 0
    capsys.readouterr()
    assert main(["paper", "list", MODULE, "--json", *at]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(r["learner"], r["form"], r["secret"]) for r in rows] == [
        ("learner-01", 1, digest),
        ("learner-01", 2, digest),
    ]
    assert main(["paper", "list", "102-code-quality", *at]) == 2
    assert secret.read_bytes().hex() not in json.dumps(rows)


# What a learner's cell tries while it is graded. Each gets what its answer file is worth: nothing.
IN_A_CELL = {
    "reads the secret": "open(SECRET, 'rb').read()",
    "asks for the secret's name": "__import__('os').environ['COURSE_SECRET']",
    "draws papers itself": (
        "from course.papers.course_secret import load_secret, secret_path\n"
        "load_secret(secret_path())"
    ),
    "reads the bank": "open(COURSE + '/docs/teaching/101-system-architecture/items.toml').read()",
    "reads the kept stock": "__import__('glob').glob(COURSE + '/papers/*/*.json')[0]",
    "reads another's paper": "open(COURSE + OTHER).read()",
    "walks the file system": (
        "import os\nfor here, _, names in os.walk('/'):\n"
        "    for name in names:\n"
        "        if name in ('items.toml', 'drawn.json', 'secret'):\n"
        "            print('FOUND', here)\n"
        "raise SystemError('walked')"
    ),
    "looks through memory": (
        "import gc\nprint([o for o in gc.get_objects() if isinstance(o, (str, dict, bytes))\n"
        "       and 'BECAU' + 'SE' in str(o)[:5000]])"
    ),
    "reads its parents' environment": (
        "import glob\nfor p in glob.glob('/proc/[0-9]*/environ'):\n"
        "    print(b'COURSE_SEC' + b'RET' in open(p, 'rb').read())"
    ),
    "changes the marking": (
        "import course.papers.drawing as d\n"
        "d.marked = lambda *_: d.PaperScore(topics={'x': (5, 5)}, answered=5)\n"
        "d.PaperItem.is_right = lambda *_: True"
    ),
    "changes the grader's verdicts": (
        "import course.grading.marking as m\nm._of_paper = lambda cell, mark: 5"
    ),
    "writes another answer while it runs": (
        "import pathlib, json\nfor p in pathlib.Path('answers').glob('*.json'):\n"
        "    p.write_text(json.dumps({'id': p.stem, 'value': {'q01': 'a'}}))"
    ),
    "writes another paper while it runs": (
        "import json\nd = json.load(open('paper.json'))\nd['items'] = d['items'][:1]\n"
        "json.dump(d, open('paper.json', 'w'))"
    ),
    "prints points": "print('5')\n5.0",
    "redefines what the paper's cell calls": "paper = read_answer = lambda *_: 5",
}


def handed_in_files(paper: Paper, other: Paper) -> dict[str, Callable[[Path], object]]:
    """What a learner's files try. Each gets nothing."""
    mine = answers_id(paper.digest)

    def saved(value: object, name: str = mine, **more: object) -> Callable[[Path], object]:
        content = {"format": 1, "id": name, "kind": "quiz", "saved": "x", "value": value} | more

        def write(folder: Path) -> None:
            (folder / "answers").mkdir(exist_ok=True)
            text = json.dumps(content)
            (folder / "answers" / f"{mine}.json").write_text(text)

        return write

    def raw(name: str, content: bytes) -> Callable[[Path], object]:
        def write(folder: Path) -> None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)

        return write

    forged = other.public() | {"paper": paper.digest, "learner": paper.learner}
    unknown = paper.public() | {"paper": "0" * 32}
    every = {item.id: list("abcd") for item in paper.items}
    return {
        "another's paper and answers": lambda folder: (
            raw("paper.json", other.content())(folder),
            answer(folder, other, right_answers(other)),
        ),
        "another's items under one's own name": lambda folder: (
            raw("paper.json", json.dumps(forged).encode())(folder),
            saved(right_answers(other) | dict.fromkeys(paper.public()))(folder),
            (folder / "answers" / f"{mine}.json").unlink(),
        ),
        "a paper of a name of one's own": raw("paper.json", json.dumps(unknown).encode()),
        "another's answers under one's own name": lambda folder: (
            answer(folder, other, right_answers(other)),
            (folder / "answers" / f"{answers_id(other.digest)}.json").rename(
                folder / "answers" / f"{mine}.json"
            ),
        ),
        "every letter at once": saved(every),
        "letters as text": saved({item.id: "abcd" for item in paper.items}),
        "true for everything": saved({item.id: True for item in paper.items}),
        "a number that is none": raw(
            f"answers/{mine}.json",
            b'{"id": "%b", "value": {"q01": NaN, "q02": Infinity}}' % mine.encode(),
        ),
        "one key twice": raw(
            f"answers/{mine}.json",
            b'{"id": "%b", "value": {"q01": "a", "q01": "b"}}' % mine.encode(),
        ),
        "endless answers": saved({f"q{n:02}": "a" * 9000 for n in range(1, 30)}),
        "depth": raw(f"answers/{mine}.json", b"[" * 60_000),
        "a list for answers": saved(["a"] * 5),
        "a key in the answers": saved({"key": "right", "points": 5}, points=5, right=True),
        "a folder for a paper": lambda folder: (
            (folder / "paper.json").unlink(),
            (folder / "paper.json").mkdir(),
            (folder / "paper.json" / "x").write_text("x"),
        ),
        "a link for a paper": lambda folder: (
            (folder / "paper.json").unlink(),
            (folder / "paper.json").symlink_to("/etc/passwd"),
        ),
    }


@pytest.fixture
def tried(course_dir: Path) -> tuple[Path, dict[str, str]]:
    """A course in which each try was handed in by a learner of its own, graded."""
    count = len(IN_A_CELL) + len(handed_in_files(*(_two_papers(course_dir))))
    names = [f"try-{n:02}" for n in range(count)]
    released(course_dir, "victim", *names)
    victim = paper_of(course_dir, "victim")
    tries = {}
    (course_dir / "learners").mkdir(exist_ok=True)
    for learner, (name, code) in zip(names, IN_A_CELL.items(), strict=False):
        folder = fetched(course_dir, learner)
        path = folder / f"{NAME}.ipynb"
        notebook = read_notebook(path)
        head = (
            f"SECRET, COURSE = {os.environ['COURSE_SECRET']!r}, {str(course_dir)!r}\n"
            f"OTHER = '/{PAPERS / MODULE / 'victim' / 'paper.json'}'\n"
        )
        cell_of(notebook, "ex1-solution").source = f"{head}{code}\ndef double(n):\n    return 2 * n"
        path.write_text(canonical(notebook), encoding="utf-8")
        handed_in(course_dir, learner, folder)
        tries[learner] = name
    for learner in names[len(IN_A_CELL) :]:
        folder = fetched(course_dir, learner)
        files = handed_in_files(paper_of(course_dir, learner), victim)
        name = list(files)[len(tries) - len(IN_A_CELL)]
        files[name](folder)
        handed_in(course_dir, learner, folder)
        tries[learner] = name
    workflow.grade(course_dir, MODULE)
    return course_dir, tries


def _two_papers(course_dir: Path) -> tuple[Paper, Paper]:
    released(course_dir, "one", "two")
    return paper_of(course_dir, "one"), paper_of(course_dir, "two")


def test_thirty_tries_through_the_grader_gain_nothing(tried: tuple[Path, dict[str, str]]) -> None:
    """No point of the paper beyond what the answers that were handed in are worth; no key shown."""
    course_dir, tries = tried
    assert len(tries) == 30
    gained = {tries[who]: score for who, score in points(course_dir).items() if score}
    worth = {}
    for learner, name in tries.items():
        paper = paper_of(course_dir, learner)
        path = (
            course_dir / "submitted" / learner / MODULE / f"answers/{answers_id(paper.digest)}.json"
        )
        if path.is_file() and name == "another's answers under one's own name":
            worth[name] = float(marked(paper, json.loads(path.read_text())["value"]).right)
    # Letters of another's key may be right by chance, as a guess is; its file says another's name.
    assert {name for name in gained if name != "another's answers under one's own name"} == set()
    assert gained in ({}, worth)
    texts = [
        path.read_text(errors="replace")
        for learner in tries
        for path in (course_dir / "autograded" / learner).rglob("*.ipynb")
    ]
    secret = Path(os.environ["COURSE_SECRET"]).read_bytes()
    for text in texts:
        outputs = json.dumps(
            [
                cell.get("outputs")
                for cell in nbformat.reads(text, as_version=4).cells
                if cell.cell_type == "code"
            ]
        )
        assert [w for w in ("BECAUSE", "FOUND /", secret.hex()) if w in outputs] == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other accounts may pass through, as a server's is."""
    folder = Path(tempfile.mkdtemp(prefix="papers-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


ME, OTHER = 61_001, 61_002  # accounts that need no name


def as_account(uid: int, act: Callable[[], object]) -> str:
    """Do something as another account, in a fork; give what came, or the error's name."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
            said = repr(act())
        except BaseException as error:
            said = type(error).__name__
        os.write(writer, said[:4000].encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as pipe:
        return pipe.read()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as two other accounts")
def test_accounts_read_their_own_paper_and_nothing_else(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two accounts of one server: each reads its own; lists, changes and takes nothing."""
    monkeypatch.setenv("COURSE_SECRET", str(open_folder / "kept" / "secret"))
    course_dir = course_with_papers(open_folder / "course")
    accounts = {"me": ME, "other": OTHER}
    hand_out(course_dir, MODULE, learners=accounts, account_of=accounts.get)
    for folder in (course_dir, course_dir / "exchange", course_dir / PAPERS.parent):
        folder.chmod(0o755)
    place = course_dir / PAPERS / MODULE
    mine, theirs = place / "me" / "paper.json", place / "other" / "paper.json"
    assert as_account(ME, lambda: json.loads(mine.read_text())["learner"]) == "'me'"
    assert as_account(OTHER, lambda: json.loads(theirs.read_text())["learner"]) == "'other'"
    (kept,) = (course_dir / "papers" / MODULE).glob("stock-*.json")
    tries: dict[str, Callable[[], object]] = {
        "read another's": theirs.read_text,
        "list another's folder": lambda: os.listdir(place / "other"),  # noqa: PTH208
        "list all learners": lambda: os.listdir(place),  # noqa: PTH208
        "list all assignments": lambda: os.listdir(place.parent),  # noqa: PTH208
        "link to another's": lambda: os.link(theirs, "/tmp/papers-link"),
        "change one's own": lambda: mine.write_text("x"),
        "replace one's own": lambda: (place / "me" / "new").write_text("x"),
        "remove one's own": mine.unlink,
        "rename one's own folder": lambda: (place / "me").rename(place / "mine"),
        "make another's folder": (place / "third").mkdir,
        "open one's own for all": lambda: mine.chmod(0o777),
        "read the stock": kept.read_text,
        "read the register": (course_dir / "papers" / MODULE / "drawn.json").read_text,
        "list the register": lambda: os.listdir(course_dir / "papers"),  # noqa: PTH208
        "read the secret": Path(os.environ["COURSE_SECRET"]).read_bytes,
    }
    assert {name: as_account(ME, act) for name, act in tries.items()} == dict.fromkeys(
        tries, "PermissionError"
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another account")
def test_a_fetch_under_another_s_name_is_refused(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who says to be another learner is told that the paper is not for this account."""
    monkeypatch.setenv("COURSE_SECRET", str(open_folder / "kept" / "secret"))
    course_dir = course_with_papers(open_folder / "course")
    released(course_dir, "me", "other")
    accounts = {"me": ME, "other": OTHER}
    hand_out(course_dir, MODULE, learners=accounts, account_of=accounts.get)
    (course_dir / "exchange").chmod(0o1777)
    course_dir.chmod(0o755)
    home = open_folder / "home"
    home.mkdir()
    os.chown(home, ME, ME)

    def fetch_as(learner: str) -> str:
        os.environ["HOME"] = str(home)
        os.chdir(home)
        try:
            exchange.fetch(course_dir, MODULE, learner, home)
        except ExchangeError as error:
            return str(error)
        return (home / MODULE / "paper.json").read_text()[-40:]

    assert as_account(ME, lambda: fetch_as("other")) == repr(
        f"the paper of other is not for the account user {ME}"
    )
    assert not (home / MODULE).exists()
    assert as_account(ME, lambda: fetch_as("me")).startswith("'")
    assert stat.S_IMODE((home / MODULE / "paper.json").stat().st_mode) == 0o644
