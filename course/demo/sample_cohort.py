"""A sample cohort that works a module from end to end, filled in from the test bed.

Everything goes the way of a real cohort: exchange, collect, grade, feedback. The learners
are `learner-01` to `learner-12`. It works in the folder that demo_folder.py keeps.
"""

import hashlib
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from course.authoring.proofs import TestBed, load_bed
from course.certification.cohort import Cohort, read_cohort
from course.certification.issuing import Delivery, Due, issue_due
from course.credentials import Register, load_signing, make_keys, publish
from course.demo.demo_folder import begin
from course.demo.sample_records import sample_records
from course.digests import report_environment
from course.errors import GradingError, Problem
from course.files import SCENARIOS, write_whole
from course.gradebook import exchange
from course.gradebook.layout import layout_of, program_file
from course.grading.batch import grade_submissions
from course.grading.feedback_pages import feedback
from course.incidents.scenario_files import scenario_names
from course.notebooks import canonical, exercises, read_notebook
from course.program import Program, load_program
from course.records.record_files import read_record, write_record
from course.records.results import LearnerRecord
from course.workflow import standings

SPECIMEN = "specimen"  # a folder beside the learners', for a certificate and a badge to look at

# How each learner works, in the order of their numbers: the share of exercises answered right
# (the rest are wrong or left as they came), and what becomes of the files afterwards.
COHORT: tuple[tuple[float, str], ...] = (
    (1.0, ""),
    (1.0, ""),
    (1.0, ""),
    (1.0, ""),
    (0.8, ""),
    (0.7, ""),
    (0.5, ""),
    (0.3, ""),
    (0.0, ""),
    (0.0, "untouched"),
    (1.0, "truncated"),
    (0.9, "lost cell"),
)


def learner_ids() -> list[str]:
    """Names of the sample learners."""
    return [f"learner-{number:02}" for number in range(1, len(COHORT) + 1)]


def demo_request(
    course_dir: Path, module_id: str, *, seed: int, sample_records: bool
) -> dict[str, object]:
    """Say what a demo depends on: the same request, the same marks."""
    total = hashlib.sha256(report_environment().encode())
    folders = (course_dir / "source" / module_id, _bed_folder(course_dir, module_id))
    for path in (*sorted(p for f in folders for p in f.rglob("*")), *_own_files()):
        if path.is_file():
            total.update(f"{path.name}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    words = {"module": module_id, "seed": seed, "sample_records": sample_records}
    return words | {"material": total.hexdigest()}


def _own_files() -> Iterable[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))


def run_demo(
    course_dir: Path,
    folder: Path,
    module_id: str,
    *,
    seed: int,
    stage: Callable[[str, int], Callable[[str], None]],
) -> None:
    """Make a course of one module in an empty folder; the cohort works it, and gets feedback.

    `stage(title, steps)` opens a progress bar and gives its tick. Of the course itself only
    source/ and the test bed are read.
    """
    learners = learner_ids()
    beds = _beds(course_dir, module_id)
    tick = stage("release", 3)
    begin(course_dir, folder, module_id)
    tick(module_id)
    exchange.build_release(folder, module_id)
    tick("exchange")
    exchange.publish(folder, module_id)
    tick("published")

    tick = stage("learners work and submit", len(learners))
    for number, (learner, (skill, mishap)) in enumerate(zip(learners, COHORT, strict=True)):
        home = exchange.learner_home(folder, learner)
        fetched = exchange.fetch(folder, module_id, learner, home)
        if mishap != "untouched":
            _work(
                folder / "source" / module_id,
                fetched,
                beds,
                skill,
                random.Random(f"{seed}-{number}"),
            )
        _befall(fetched, mishap)
        exchange.submit(folder, module_id, learner, home)
        tick(learner)

    # The sample submits under other names than the one who runs it, so the owner says nothing.
    collected = exchange.collect(folder, module_id, check_owner=False)
    if missing := set(learners) - set(collected):
        what = f"not collected: {', '.join(sorted(missing))}"
        raise GradingError(Problem(module_id, what))
    grade_submissions(folder, module_id, force=True, tick=stage("grade", len(learners)))
    outcome = feedback(folder, module_id, tick=stage("feedback", len(learners)))
    if problems := [*outcome.unwritten, *outcome.unreleased]:
        raise GradingError(problems)


def write_samples(course_dir: Path, *, seed: int, ends: date) -> list[Path]:
    """Make up the rest of the program for the sample learners: it ended on a day.

    Modules that the gradebook has grades of are left to it. Raises GradingError where somebody
    keeps a record of one of them that is no sample.
    """
    program, folder = load_program(program_file(course_dir)), layout_of(course_dir).records
    graded = (s.module for s in standings(course_dir, None) if any(g.notebooks for g in s.grades))
    records = _made_up(program, seed=seed, ends=ends, besides=list(graded))
    for record in records:
        path = folder / f"{record.learner}.json"
        if path.exists() and not read_record(path).sample:
            what = "is there, and no sample; move it away first"
            raise GradingError(Problem(f"records/{path.name}", what))
    return [write_record(folder, record) for record in records]


def demo_cohort(course_dir: Path) -> Cohort:
    """Read the cohort, every record marked as a sample: its learners are made up."""
    cohort = read_cohort(course_dir)
    return replace(cohort, records=tuple(replace(r, sample=True) for r in cohort.records))


def _made_up(
    program: Program, *, seed: int, ends: date, besides: list[str]
) -> tuple[LearnerRecord, ...]:
    return sample_records(
        program.starting(program.starts + (ends - program.ends)),
        [(name, skill) for name, (skill, _) in zip(learner_ids(), COHORT, strict=True)],
        scenario_names(SCENARIOS),
        seed=seed,
        besides=besides,
    )


def issue_samples(
    course_dir: Path, cohort: Cohort, on: date, *, seed: int = 1, tick: Callable[[str], None]
) -> list[Delivery]:
    """Issue what the cohort earned, with keys that are thrown away, into reports/credentials/.

    Certificates, the program's badges, and those of modules that are ready; the issuer's public
    half and its status list lie in `public`, so that anybody can verify the files. In `specimen`
    lie a certificate and a badge of a made-up record, to be looked at whoever earned what; their
    pictures lie in reports/ too.
    """
    layout, folder = layout_of(course_dir), course_dir / "reports" / "credentials"
    ready = {m.title for m in cohort.program.modules if m.status == "ready"}
    named = {badge.name for badge in cohort.program.certification.recognition.badges}
    with TemporaryDirectory(prefix="course-demo-") as place:
        keys = Path(place) / "keys"
        make_keys(keys, name=f"{cohort.program.title} (sample)")
        signing = load_signing(keys)
        with Register.opened(Path(place) / "register.json") as register:
            deliveries = issue_due(
                layout,
                cohort,
                cohort.certifications(on),
                signing=signing,
                register=register,
                folder=folder,
                tick=tick,
                wanted=lambda one: (
                    one.paper.kind == "certificate" or one.paper.name in ready | named
                ),
            )
            first = _made_up(cohort.program, seed=seed, ends=on, besides=[])[:1]
            made_up = replace(cohort, records=first, sheets=())
            shown = issue_due(
                replace(layout, root=Path(place)),  # what is kept of it is thrown away
                made_up,
                made_up.certifications(on),
                signing=signing,
                register=register,
                folder=folder / SPECIMEN,
                wanted=_first_of_each_kind(),
            )
            _show(shown, course_dir / "reports")
            publish(signing, register, folder / "public")
    return deliveries


def _first_of_each_kind() -> Callable[[Due], bool]:
    had: set[str] = set()

    def wanted(one: Due) -> bool:
        new = one.paper.kind not in had
        had.add(one.paper.kind)
        return new

    return wanted


def _show(deliveries: list[Delivery], reports: Path) -> None:
    """Put what people look at of a certificate and a badge where it is found at once."""
    for one in deliveries:
        sheet = one.paper.kind == "certificate"
        for ending in (".svg", ".pdf") if sheet else (".svg", ".png"):
            file = one.files[f"-certificate{ending}" if sheet else ending]
            write_whole(reports / f"SAMPLE-{one.paper.kind}{ending}", file.read_bytes())


def specimen(course_dir: Path) -> dict[str, Path]:
    """Give what a demo has of one `certificate` and one `badge` to look at; an SVG lies beside."""
    reports = course_dir / "reports"
    files = {
        "certificate": reports / "SAMPLE-certificate.pdf",
        "badge": reports / "SAMPLE-badge.png",
    }
    return {kind: path for kind, path in files.items() if path.is_file()}


def _bed_folder(course_dir: Path, module_id: str) -> Path:
    return course_dir / "tests" / "wrong_answers" / module_id


def _beds(course_dir: Path, module_id: str) -> dict[tuple[str, str], TestBed]:
    root = _bed_folder(course_dir, module_id)
    beds = {
        (folder.parent.name, folder.name): load_bed(folder) for folder in sorted(root.glob("*/ex*"))
    }
    if not beds:
        raise GradingError(Problem(str(root), "no test bed to fill notebooks from"))
    return beds


def _work(
    source: Path,
    folder: Path,
    beds: dict[tuple[str, str], TestBed],
    skill: float,
    rng: random.Random,
) -> None:
    """Fill a fetched module: an exercise is right with the chance `skill`, else wrong or a stub."""
    for path in sorted(folder.glob("*.ipynb")):
        notebook = read_notebook(path)
        reference = {e.id: e.solution.source for e in exercises(read_notebook(source / path.name))}
        for exercise in exercises(notebook):
            bed = beds[(path.stem, exercise.id)]
            right = [answer.source for answer in bed.right] + [_unmarked(reference[exercise.id])]
            wrong = [answer.source for answer in bed.wrong]
            if rng.random() < skill:
                exercise.solution.source = rng.choice(right)
            elif rng.random() < 0.75:
                exercise.solution.source = rng.choice(wrong)
        for cell in notebook.cells:
            if cell.get("id") == "reflection" and skill > 0:
                cell.source = (
                    "Our order service keeps five flags; two combinations that nobody meant have "
                    "occurred this year. I would draw its states first and let the table decide."
                )
        path.write_text(canonical(notebook), encoding="utf-8")


def _unmarked(source: str) -> str:
    """Drop the solution markers: no learner would write them."""
    return "\n".join(line for line in source.splitlines() if "### " not in line)


def _befall(folder: Path, mishap: str) -> None:
    """Damage what a learner is about to hand in, as real machines do."""
    path = max(folder.glob("*.ipynb"))
    if mishap == "truncated":
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: len(text) * 2 // 3], encoding="utf-8")
    elif mishap == "lost cell":
        notebook = read_notebook(path)
        lost = list(exercises(notebook))[-1].tests[-1]
        notebook.cells = [cell for cell in notebook.cells if cell is not lost]
        path.write_text(canonical(notebook), encoding="utf-8")
