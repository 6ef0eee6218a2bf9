"""A sample cohort that works a module from end to end, filled in from the test bed.

Everything goes the way of a real cohort: exchange, collect, grade, feedback. The learners
are `learner-01` to `learner-12`; a course with other learners in it is not touched.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course import gradebook
from course.batch import grade_submissions
from course.errors import GradingError
from course.learning import Standings, standings
from course.notebooks import canonical, exercises, read_notebook
from course.proving import TestBed, load_bed

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
    gradebook.forget(course_dir, set(learners))
    tick(module_id)
    gradebook.build_release(course_dir, module_id)
    tick("exchange")
    gradebook.publish(course_dir, module_id)

    tick = stage("learners work and submit", len(learners))
    for number, (learner, (skill, mishap)) in enumerate(zip(learners, COHORT, strict=True)):
        tick(learner)
        home = course_dir / "learners" / learner
        home.mkdir(parents=True, exist_ok=True)
        folder = gradebook.fetch(course_dir, module_id, learner, home)
        if mishap != "untouched":
            _work(
                course_dir / "source" / module_id,
                folder,
                beds,
                skill,
                random.Random(f"{seed}-{number}"),
            )
        _befall(folder, mishap)
        gradebook.submit(course_dir, module_id, learner, home)

    # The sample submits under other names than the one who runs it, so the owner says nothing.
    collected = gradebook.collect(course_dir, module_id, check_owner=False)
    if missing := set(learners) - set(collected):
        raise GradingError(f"{module_id}: not collected: {', '.join(sorted(missing))}")
    grade_submissions(course_dir, module_id, force=True, tick=stage("grade", len(learners)))
    pages = gradebook.feedback(course_dir, module_id, tick=stage("feedback", len(learners)))
    return DemoResult(standings=standings(course_dir, module_id)[0], feedback=pages)


def _beds(course_dir: Path, module_id: str) -> dict[tuple[str, str], TestBed]:
    root = course_dir / "tests" / "wrong_answers" / module_id
    found = {
        (folder.parent.name, folder.name): load_bed(folder) for folder in sorted(root.glob("*/ex*"))
    }
    if not found:
        raise GradingError(f"{root}: no test bed to fill notebooks from")
    return found


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
