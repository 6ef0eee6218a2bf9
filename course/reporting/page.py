"""What report notebooks call: read their data, show a part of the page, show a figure.

Parts are HTML with every value escaped (course/templates/reports/*.parts.j2); figures are
figures.py's.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from course.files import TEMPLATES
from course.reporting.report_models import MODELS, CohortData, LearnerData, ReportData

if TYPE_CHECKING:
    from IPython.display import HTML
    from jinja2 import Environment

PARTS = TEMPLATES / "reports"
NONE = "\N{EN DASH}"


def read(kind: str, path: str) -> ReportData:
    """Read a report's data.

    Parameters
    ----------
    kind
        `learner`, `cohort` or `program`.
    path
        JSON file; the parameter `data` of the template's notebook.

    Returns
    -------
    LearnerData, CohortData or ProgramData, by the kind.

    Raises
    ------
    pydantic.ValidationError
        Where the data do not fit the kind's model.
    OSError
        Where the file cannot be read.
    """
    return MODELS[kind].model_validate_json(Path(path).read_bytes())


def part(report: ReportData, name: str, **more: object) -> "HTML":
    """Give a part of the report's page, to be shown as a cell's result.

    Parameters
    ----------
    report
        What `read` gave.
    name
        A macro of the kind's `*.parts.j2`.
    **more
        Further arguments of that macro.

    Raises
    ------
    AttributeError
        Where the kind has no such part.
    """
    from IPython.display import HTML

    kind = next(kind for kind, model in MODELS.items() if isinstance(report, model))
    parts = _environment().get_template(f"{kind}.parts.j2").module
    return HTML(str(getattr(parts, name)(report, **more)))  # type: ignore[no-untyped-call]


def figure(drawing: tuple[Mapping[str, object], Mapping[str, object]]) -> None:
    """Show a figure, with the words for those who do not see it.

    Parameters
    ----------
    drawing
        Data by MIME type and metadata, as the functions of figures.py give them.
    """
    from IPython.display import display

    data, metadata = drawing
    display(dict(data), metadata=dict(metadata), raw=True)  # type: ignore[no-untyped-call]


def next_steps(report: LearnerData, most: int = 6) -> list[str]:
    """Say what to do first: renewals, then what the next level misses, then the nearest badge."""
    levels = sorted(report.certification.levels, key=lambda level: level.level)
    steps = []
    for level in (one for one in levels if one.state in ("lapsed", "in renewal window")):
        until = "" if level.state == "lapsed" else f" by {day(level.expires_on)}"
        steps.append(f"Renew level {level.level}{until}")
        steps += [f"Level {level.level}: {one}" for one in level.to_do]
    for level in [one for one in levels if one.state == "missing"][:1]:
        open_ = [one for r in level.requirements for one in r.missing]
        steps += [f"Level {level.level}: {one}" for one in level.to_do or open_]
    nearest = [badge for badge in report.certification.badges if badge.missing]
    nearest.sort(key=lambda badge: len(badge.missing))
    steps += [f"{badge.name}: {badge.missing[0]}" for badge in nearest[:1]]
    return steps[:most]


class LearnerBehind(NamedTuple):
    """A learner who may need help, and in what; modules by number."""

    learner: str
    failed: tuple[str, ...]
    missing: tuple[str, ...]


def needing_help(report: CohortData) -> list[LearnerBehind]:
    """List who is below a passing mark, or misses what half of the cohort has done; worst first."""
    failed: dict[str, list[str]] = {}
    missing: dict[str, list[str]] = {}
    for module in report.modules:
        graded = sum(one.percent is not None for one in module.learners)
        for one in module.learners:
            if one.standing == "failed":
                failed.setdefault(one.id, []).append(module.id[:3])
            elif one.standing == "missing" and 2 * graded >= max(1, report.learners):
                missing.setdefault(one.id, []).append(module.id[:3])
    behind = [
        LearnerBehind(learner, tuple(failed.get(learner, ())), tuple(missing.get(learner, ())))
        for learner in {*failed, *missing}
    ]
    return sorted(behind, key=lambda b: (-len(b.failed) - len(b.missing), b.learner))


def day(value: date | None) -> str:
    """Write a date out."""
    return NONE if value is None else f"{value.day} {value:%B %Y}"


def number(value: float | None, digits: int = 0) -> str:
    """Write a number, or a dash for none."""
    return NONE if value is None else f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(PARTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, number=number)
    environment.globals.update(next_steps=next_steps, needing_help=needing_help)
    return environment
