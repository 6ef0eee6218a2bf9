"""Pages for people: the cohort's page today; papermill's batch reports belong here too.

A page is one file without scripts or outside references, readable in light and dark themes.
"""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from course.program import TrainingModule
from course.records import Grade, Standing

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("reports")
MOST_TESTS = 12


def cohort_page(module: TrainingModule, grades: list[Grade], *, made: datetime) -> str:
    """Render the cohort's marks in one module as a self-contained HTML page."""
    passing = module.assessment.passing_score
    graded = [grade for grade in grades if grade.notebooks]
    standings = Counter(grade.standing(passing) for grade in grades)
    failures = Counter(
        f"{notebook.name[:2]} {test}"
        for grade in graded
        for notebook in grade.notebooks
        for test in notebook.failed_tests
    )
    hardest = [
        (test, count, 100 * count / len(graded)) for test, count in failures.most_common(MOST_TESTS)
    ]
    return (
        _environment()
        .get_template("cohort.html.j2")
        .render(
            module=module,
            grades=grades,
            passing=passing,
            standings=standings,
            Standing=Standing,
            graded=graded,
            hardest=hardest,
            made=made,
        )
    )


def write_cohort_page(path: Path, module: TrainingModule, grades: list[Grade]) -> Path:
    """Write the cohort's page; give its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(cohort_page(module, grades, made=datetime.now(tz=UTC)), encoding="utf-8")
    return path


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Names and remarks come from learners' files: everything is escaped.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
