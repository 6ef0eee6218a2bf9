"""What each report may know, as plain JSON data: a learner's, the cohort's, the program's.

The data come from a cohort and its modules' status and fit the models of report_models.py. Percent
are cut off, never rounded up, so that no page shows 80 for what was not enough.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from course.certification import Certification
from course.certification.cohort import Cohort
from course.gradebook.grade_exports import ItemRow
from course.gradebook.status import ModuleStatus
from course.program import TrainingModule
from course.psychometrics.cut_scores import consistency, read_panel
from course.psychometrics.item_analysis import Answer, Key, reliability
from course.records.results import Grade, LearnerRecord, Standing, cut, exact

Data = dict[str, Any]


def learners_data(
    cohort: Cohort, certifications: Sequence[Certification], *, made_on: date
) -> dict[str, Data]:
    """Data of each learner's certification report, by learner."""
    grades = {(g.learner, sheet.module): g for sheet in cohort.sheets for g in sheet.grades}
    return {
        record.learner: {
            **_head(cohort, record.sample, made_on),
            "learner": {"id": record.learner, "name": record.name},
            "modules": [
                _mark(module, record, grades.get((record.learner, module.id)))
                | {
                    "title": module.title,
                    "level": module.level,
                    "passing": module.assessment.passing_score,
                }
                for module in cohort.program.modules
            ],
            "certification": standing.data(),
            "incidents": [
                {
                    "scenario": run.drill or run.scenario,
                    "sealing": ("sealed" if run.sealed else "unsealed") if run.drill else "",
                    "points": float(run.points),
                    "out_of": float(run.out_of),
                    "handled": run.handled,
                    "on": run.on.isoformat(),
                }
                for run in record.incidents
                if run.on <= standing.on
            ],
            "issued": [
                {
                    "kind": p.kind,
                    "name": p.name,
                    "level": p.level,
                    "issued_on": _day(p.issued_on),
                    "expires_on": _day(p.expires_on),
                    "credential_id": p.credential_id,
                    "revoked_on": _day(p.revoked_on),
                }
                for p in record.issued
                if p.issued_on <= standing.on
            ],
        }
        for record, standing in zip(cohort.records, certifications, strict=True)
    }


def cohort_data(
    cohort: Cohort,
    statuses: Sequence[ModuleStatus],
    rows: Sequence[ItemRow] = (),
    *,
    panels: Mapping[str, str] = MappingProxyType({}),
    made_on: date,
) -> Data:
    """Data of the cohort's report: marks, test cells, reliability and who waits, by module.

    `rows` are the points of each test cell, for the reliability of a module's tests as a whole;
    `panels` are CSV texts of panels by module. Raises ProgramError for a panel that cannot be read.
    """
    of = {status.module: status for status in statuses}
    fewest = cohort.program.sample_sizes.item_analysis
    grades = {(g.learner, sheet.module): g for sheet in cohort.sheets for g in sheet.grades}
    worked = {m.module for record in cohort.records for m in record.modules} | set(of)
    return {
        **_head(cohort, any(r.sample for r in cohort.records), made_on),
        "learners": len(cohort.records),
        "modules": [
            {
                "id": module.id,
                "title": module.title,
                "level": module.level,
                "passing": module.assessment.passing_score,
                "learners": [
                    {"id": r.learner}
                    | {
                        k: v
                        for k, v in _mark(module, r, grades.get((r.learner, module.id))).items()
                        if k in ("percent", "standing")
                    }
                    for r in cohort.records
                ],
                **_cells(of.get(module.id)),
                "test": _reliability([row for row in rows if row.module == module.id]),
                "cut": _cut(module.id, panels.get(module.id), rows, fewest),
            }
            for module in cohort.program.modules
            if module.id in worked
        ],
    }


def program_data(cohort: Cohort, certifications: Sequence[Certification], *, made_on: date) -> Data:
    """Data of the program's report: targets, the way to each level, days to the first certificate.

    Sample learners and real ones are not counted together: where there are both, real ones are.
    """
    real = [c for c in certifications if not c.sample] or list(certifications)
    started = {r.learner: r.started_on for r in cohort.records}
    firsts = {
        c.learner: min((s.first_on for s in c.levels if s.first_on), default=None) for c in real
    }
    days = [
        (first - begun).days
        for learner, first in firsts.items()
        if first is not None and (begun := started[learner]) is not None
    ]
    tracked = real[0].tracking if real else ()
    goal = next((t for t in tracked if t.name == "time_to_complete"), None)
    return {
        **_head(cohort, any(c.sample for c in real), made_on),
        "learners": len(real),
        "targets": [
            {
                "name": t.name,
                "target": t.target,
                "unit": t.unit,
                "better": t.better,
                "counts": t.counts,
                "n": t.n,
                "needs": t.needs,
                "value": t.value,
                "gap": t.gap,
            }
            for t in tracked
        ],
        "funnels": [_funnel(real, place) for place in range(len(real[0].levels) if real else 0)],
        "completion_days": days,
        "completion_target_days": goal.target if goal else None,
        "completion_needs": goal.needs if goal else 0,
    }


def _funnel(certifications: Sequence[Certification], place: int) -> Data:
    """Who came how far: each stage counts those who did it and all before it."""
    levels = [c.levels[place] for c in certifications]
    stages = [{"name": "learners", "count": len(levels)}]
    for step, rule in enumerate(levels[0].requirements):
        met = [all(n.met for n in s.requirements[: step + 1]) for s in levels]
        count = sum(m or s.first_on is not None for m, s in zip(met, levels, strict=True))
        stages.append({"name": rule.words, "count": count})
    stages.append({"name": levels[0].name, "count": sum(s.first_on is not None for s in levels)})
    return {"level": levels[0].level, "name": levels[0].name, "stages": stages}


def _head(cohort: Cohort, sample: bool, made_on: date) -> Data:
    return {
        "program": {"title": cohort.program.title},
        "sample": sample,
        "made_on": made_on.isoformat(),
    }


def _mark(module: TrainingModule, record: LearnerRecord, grade: Grade | None) -> Data:
    """A learner's best mark in a module, and how it stands; None where nothing was graded."""
    mark = module.assessment.passing_score
    results = [m for m in record.modules if m.module == module.id]
    best = max(results, key=lambda m: exact(m.percent), default=None)
    standing = Standing.MISSING if grade is None else grade.standing(mark)
    if best is not None and exact(best.percent) >= mark:
        standing = Standing.PASSED
    elif best is not None and grade is None:
        standing = Standing.FAILED
    return {
        "id": module.id,
        "percent": None if best is None else float(cut(best.percent)),
        "standing": standing.value,
        "notebooks": [
            {"name": n.name, "points": n.points, "max_points": n.out_of}
            for n in (grade.notebooks if grade else ())
        ],
    }


def _cells(status: ModuleStatus | None) -> Mapping[str, Any]:
    if status is None:
        return {"items": [], "waiting": []}
    return {
        "items": [
            {
                "notebook": i.notebook,
                "cell": i.cell,
                "n": i.n,
                "passed": i.passed,
                "share": i.share,
                "interval": i.interval,
                "discrimination": i.discrimination,
                "upper_lower": i.upper_lower,
                "flags": [flag.sentence for flag in i.flags],
                "caution": i.caution,
            }
            for i in status.items
        ],
        "waiting": [
            {"learner": w.learner, "notebook": w.notebook, "cell": w.cell, "why": w.why}
            for w in status.waiting
        ],
    }


def _reliability(rows: Sequence[ItemRow]) -> Data | None:
    """How alike a second test would order learners, by the cells that tests judge."""
    answers = _answers(rows)
    if not answers:
        return None
    tests = reliability(answers)
    return {"n": tests.n, "kr20": tests.kr20, "sem": tests.sem, "caution": tests.caution}


def _answers(rows: Sequence[ItemRow]) -> dict[str, dict[Key, Answer]]:
    """Points of the cells that tests judge, by learner."""
    answers: dict[str, dict[Key, Answer]] = {}
    for row in rows:
        if row.given_by == "test":
            answer = Answer(points=row.points, out_of=row.out_of)
            answers.setdefault(row.learner, {})[Key(row.notebook, row.cell)] = answer
    return answers


def _cut(module: str, panel: str | None, rows: Sequence[ItemRow], fewest: int) -> Data | None:
    """A panel's cut in points, and how alike an equal form would decide at it.

    Consistency counts test cells passed, so it takes the cut's share of the cells; it is left out
    where the panel rated other cells than those that the cohort worked.
    """
    if panel is None:
        return None
    mine = [row for row in rows if row.module == module and row.given_by == "test"]
    points = {f"{row.notebook}/{row.cell}": row.out_of for row in mine}
    cut = read_panel(panel, form=module, points=points or None)
    answers, same = _answers(mine), None
    complete = [cells for cells in answers.values() if len(cells) == len(points)]
    scores = [sum((a.points or 0) >= a.out_of for a in cells.values()) for cells in complete]
    known = reliability(answers).kr20 if answers else None
    if known is not None and len(points) == cut.items and points:
        share = cut.cut / cut.out_of
        same = consistency(
            scores, items=cut.items, cut=share * cut.items, reliability=known, fewest=fewest
        )
    return {
        "form": cut.form,
        "raters": cut.raters,
        "items": cut.items,
        "cut": cut.cut,
        "out_of": cut.out_of,
        "standard_error": cut.standard_error,
        "consistency": same and same.agreement,
        "kappa": same and same.kappa,
        "rationale": cut.rationale,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
