"""Pages that need no notebook: a module's marks for the cohort, the status for instructors.

A page is one file without outside references, readable in light and dark themes and without
script. Where a script helps, it is one of ours, and the page's policy lets no other run.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from course.files import STATIC, TEMPLATES, write_whole
from course.gradebook.status import ModuleStatus
from course.jobs import Verdict
from course.program import TrainingModule
from course.records.results import Grade, NotebookMarks, Standing

if TYPE_CHECKING:
    from jinja2 import Environment

PAGES = TEMPLATES / "reports"
MOST_TESTS = 12


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What lies beside a cohort's page to be opened from there; with it the page is a SAMPLE.

    Pages by title and papers by kind, as addresses from the page; the papers' pictures are files.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Path] = field(default_factory=dict)

    def drawn(self) -> dict[str, str]:
        """Give the pictures as addresses that hold them, since a page has no outside references."""
        return {
            kind: f"data:image/svg+xml;base64,{b64encode(path.read_bytes()).decode()}"
            for kind, path in self.pictures.items()
            if path.is_file()
        }


def cohort_page(
    module: TrainingModule,
    grades: list[Grade],
    *,
    rendered_at: datetime,
    shelf: Shelf | None = None,
) -> str:
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
            shelf=shelf,
            grades=grades,
            passing=passing,
            standings=standings,
            Standing=Standing,
            graded=graded,
            hardest=hardest,
            rendered_at=rendered_at,
            notebooks=sorted({n.name for grade in grades for n in grade.notebooks}),
            by_notebook=_by_notebook,
        )
    )


def _by_notebook(grade: Grade) -> dict[str, NotebookMarks]:
    return {notebook.name: notebook for notebook in grade.notebooks}


def write_cohort_page(
    path: Path, module: TrainingModule, grades: list[Grade], *, shelf: Shelf | None = None
) -> Path:
    """Write the cohort's page; give its path."""
    return _write(path, cohort_page(module, grades, rendered_at=datetime.now(tz=UTC), shelf=shelf))


def status_page(statuses: Sequence[ModuleStatus], *, rendered_at: datetime) -> str:
    """Render how modules stand as a self-contained HTML page for instructors."""
    from markupsafe import Markup

    script = (STATIC / "status.js").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("status.html.j2")
        .render(
            statuses=statuses,
            title=statuses[0].title if len(statuses) == 1 else "The course",
            standings=sorted({m.standing(s).value for m in statuses for s in m.submissions}),
            rendered_at=rendered_at,
            kinds=tuple(Verdict),
            script=Markup(script),  # noqa: S704 - our own file
            script_hash="sha256-" + b64encode(sha256(script.encode()).digest()).decode(),
        )
    )


def write_status_page(path: Path, statuses: Sequence[ModuleStatus]) -> Path:
    """Write the instructor's page; give its path."""
    return _write(path, status_page(statuses, rendered_at=datetime.now(tz=UTC)))


def _write(path: Path, page: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A learner's folder may be named by any bytes.
    write_whole(path, page.encode(errors="backslashreplace"))
    return path


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Names and remarks come from learners' files: everything is escaped.
    return Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
