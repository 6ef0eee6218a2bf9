"""A sample cohort that works a module from end to end, filled in from the test bed.

Everything goes the way of a real cohort: exchange, collect, grade, feedback. The learners
are `learner-01` to `learner-12`; a course with other learners in it is not touched.
"""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from course.authoring.proofs import TestBed, load_bed
from course.certification.cohort import Cohort, read_cohort
from course.certification.issuing import Delivery, issue_due
from course.credentials import Register, load_signing, make_keys, publish
from course.demo.sample_records import sample_records
from course.errors import GradingError, Problem
from course.gradebook import exchange
from course.gradebook.layout import layout_of, program_file
from course.grading.batch import grade_submissions
from course.grading.feedback_pages import feedback
from course.incidents.scenario_files import scenario_names
from course.notebooks import canonical, exercises, read_notebook
from course.program import load_program
from course.records.record_files import read_record, write_record
from course.workflow import Standings, standings

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


@dataclass(frozen=True, kw_only=True)
class DemoResult:
    """What the demo ends with."""

    standings: Standings
    feedback: list[Path]


def learner_ids() -> list[str]:
    """Names of the sample learners."""
    return [f"learner-{number:02}" for number in range(1, len(COHORT) + 1)]


def run_demo(
    course_dir: Path,
    module_id: str,
    *,
    seed: int,
    stage: Callable[[str, int], Callable[[str], None]],
) -> DemoResult:
    """Release a module, let the cohort hand in, collect, grade, give feedback.

    `stage(title, steps)` opens a progress bar and gives its tick. Raises GradingError if the
    course holds learners that are not of the sample.
    """
    learners = learner_ids()
    beds = _beds(course_dir, module_id)
    tick = stage("release", 3)
    tick("clearing the last sample")
    exchange.forget(course_dir, set(learners))
    forget_samples(course_dir)
    tick(module_id)
    exchange.build_release(course_dir, module_id)
    tick("exchange")
    exchange.publish(course_dir, module_id)

    tick = stage("learners work and submit", len(learners))
    for number, (learner, (skill, mishap)) in enumerate(zip(learners, COHORT, strict=True)):
        tick(learner)
        home = course_dir / "learners" / learner
        home.mkdir(parents=True, exist_ok=True)
        folder = exchange.fetch(course_dir, module_id, learner, home)
        if mishap != "untouched":
            _work(
                course_dir / "source" / module_id,
                folder,
                beds,
                skill,
                random.Random(f"{seed}-{number}"),
            )
        _befall(folder, mishap)
        exchange.submit(course_dir, module_id, learner, home)

    # The sample submits under other names than the one who runs it, so the owner says nothing.
    collected = exchange.collect(course_dir, module_id, check_owner=False)
    if missing := set(learners) - set(collected):
        what = f"not collected: {', '.join(sorted(missing))}"
        raise GradingError(Problem(module_id, what))
    grade_submissions(course_dir, module_id, force=True, tick=stage("grade", len(learners)))
    outcome = feedback(course_dir, module_id, tick=stage("feedback", len(learners)))
    if problems := [*outcome.unwritten, *outcome.unreleased]:
        raise GradingError(problems)
    return DemoResult(standings=standings(course_dir, module_id)[0], feedback=outcome.pages)


def forget_samples(course_dir: Path) -> None:
    """Remove the records of sample learners that an earlier demo made up, and no other."""
    for learner in learner_ids():
        path = layout_of(course_dir).records / f"{learner}.json"
        if path.is_file() and not path.is_symlink() and read_record(path).sample:
            path.unlink()


def write_samples(course_dir: Path, *, seed: int, ends: date) -> list[Path]:
    """Make up the rest of the program for the sample learners: it ended on a day.

    Modules that the gradebook has grades of are left to it. Raises GradingError where somebody
    keeps a record of one of them that is no sample.
    """
    program, folder = load_program(program_file(course_dir)), layout_of(course_dir).records
    program = program.starting(program.starts + (ends - program.ends))
    graded = (s.module for s in standings(course_dir, None) if any(g.notebooks for g in s.grades))
    records = sample_records(
        program,
        [(name, skill) for name, (skill, _) in zip(learner_ids(), COHORT, strict=True)],
        scenario_names(),
        seed=seed,
        besides=list(graded),
    )
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


def issue_samples(
    course_dir: Path, cohort: Cohort, on: date, *, tick: Callable[[str], None]
) -> list[Delivery]:
    """Issue what the cohort earned, with keys that are thrown away, into reports/credentials/.

    Certificates, the program's badges, and those of modules that are ready; the issuer's public
    half and its status list lie in `public`, so that anybody can verify the files.
    """
    folder = course_dir / "reports" / "credentials"
    shutil.rmtree(folder, ignore_errors=True)
    ready = {m.title for m in cohort.program.modules if m.status == "ready"}
    named = {badge.name for badge in cohort.program.certification.recognition.badges}
    with TemporaryDirectory(prefix="course-demo-") as place:
        keys = Path(place) / "keys"
        make_keys(keys, name=f"{cohort.program.title} (sample)")
        signing = load_signing(keys)
        with Register.opened(Path(place) / "register.json") as register:
            deliveries = issue_due(
                layout_of(course_dir),
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
            publish(signing, register, folder / "public")
    return deliveries


def _beds(course_dir: Path, module_id: str) -> dict[tuple[str, str], TestBed]:
    root = course_dir / "tests" / "wrong_answers" / module_id
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
