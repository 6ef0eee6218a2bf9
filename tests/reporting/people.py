"""Made-up reports' data: as many learners as asked for, by a seed, all of them samples."""

import random
from datetime import date, timedelta
from typing import Any

from course.program import load_program

PROGRAM = load_program()
MADE_ON = date(2025, 4, 7)


def learner(number: int, *, seed: int = 1, name: str | None = None) -> dict[str, Any]:
    """One learner's data: the marks say who it is, by a share of `number` in every notebook."""
    draw = random.Random(seed * 10_000 + number)
    skill = draw.uniform(0.78, 1.06)
    modules = [_module(m, draw, skill) for m in PROGRAM.modules]
    core = [m for m in modules if m["level"] == 1]
    held = all(m["standing"] == "passed" for m in core)
    levels = [_level(level, modules, held and level == 1) for level in (1, 2, 3)]
    runs = [
        {
            "scenario": scenario,
            "points": (points := draw.randint(40, 120)),
            "out_of": 120,
            "handled": points >= 84,
            "on": str(MADE_ON - timedelta(days=draw.randint(1, 40))),
        }
        for scenario in draw.sample(
            [
                "bad-canary",
                "cold-cache",
                "retry-storm",
                "leaked-token",
                "slow-replica",
                "poison-message",
            ],
            draw.randint(0, 6),
        )
    ]
    handled_runs = sum(run["handled"] for run in runs)
    issued = (
        [
            {
                "kind": "certificate",
                "name": "Level 1 Engineer",
                "level": 1,
                "issued_on": "2025-03-31",
                "expires_on": "2027-03-31",
                "credential_id": f"urn:uuid:{number:08}-0000-4000-8000-000000000001",
            }
        ]
        if held
        else []
    )
    return {
        "program": {"title": PROGRAM.title},
        "learner": {"id": f"learner-{number:02}", "name": name or f"Learner {number:02}"},
        "sample": True,
        "made_on": str(MADE_ON),
        "modules": modules,
        "certification": {
            "levels": levels,
            "badges": [
                {
                    "name": "Performance Expert",
                    "criteria": "Complete performance module",
                    "earned_on": "2025-02-21" if core[3]["standing"] == "passed" else None,
                    "missing": [] if core[3]["standing"] == "passed" else ["104-performance"],
                },
                {
                    "name": "Incident Master",
                    "criteria": "Handle 5 incidents successfully",
                    "earned_on": None if handled_runs < 5 else str(MADE_ON),
                    "missing": [f"incidents: {handled_runs} of 5"] if handled_runs < 5 else [],
                },
            ],
            "rewards": [
                {
                    "name": "Learning Budget",
                    "criteria": "Complete all levels",
                    "earned_on": None,
                    "missing": ["levels 2 and 3"],
                }
            ],
        },
        "incidents": runs,
        "issued": issued,
    }


def _module(module: Any, draw: random.Random, skill: float) -> dict[str, Any]:
    passing = module.assessment.passing_score
    taken = module.level == 1 or (module.level == 2 and draw.random() < 0.6)
    notebooks = (
        [
            {
                "name": n.name,
                "max_points": 20,
                "points": min(20, round(20 * skill * draw.uniform(0.85, 1.15))),
            }
            for n in module.notebooks
        ]
        if taken
        else []
    )
    total = sum(n["points"] for n in notebooks)
    percent = 100 * total / (20 * len(notebooks)) if notebooks else None
    standing = "missing" if percent is None else "passed" if percent >= passing else "failed"
    return {
        "id": module.id,
        "title": module.title,
        "level": module.level,
        "percent": percent,
        "passing": passing,
        "standing": standing,
        "notebooks": notebooks,
    }


def _level(level: int, modules: list[dict[str, Any]], held: bool) -> dict[str, Any]:
    own = [m for m in modules if m["level"] == level]
    short = [
        f"{m['id']}: {m['percent']:.0f} of {m['passing']:g} %"
        if m["percent"] is not None
        else f"{m['id']}: not handed in"
        for m in own
        if m["standing"] != "passed"
    ]
    first = {1: "core", 2: "operational", 3: "leadership"}[level]
    return {
        "level": level,
        "name": f"Level {level} Engineer",
        "state": "held" if held else "missing",
        "earned_on": "2025-03-31" if held else None,
        "expires_on": "2027-03-31" if held else None,
        "requirements": [
            {
                "words": f"Complete {first} modules",
                "met": not short,
                "have": len(own) - len(short),
                "need": len(own),
                "missing": short,
            },
            {
                "words": "Pass assessments",
                "met": held,
                "have": 1,
                "need": 2,
                "missing": [] if held else ["assessment theoretical: 79 of 80"],
            },
            {
                "words": "Complete project",
                "met": held,
                "missing": [] if held else ["project: not handed in"],
            },
        ],
    }


def cohort(learners: int = 30, *, seed: int = 1) -> dict[str, Any]:
    """A cohort's data, of the same learners."""
    people = [learner(number, seed=seed) for number in range(1, learners + 1)]
    draw = random.Random(seed)
    modules = []
    for place, module in enumerate(people[0]["modules"]):
        if module["level"] == 3:
            continue
        marks = [
            {
                "id": p["learner"]["id"],
                "percent": (m := p["modules"][place])["percent"],
                "standing": m["standing"],
            }
            for p in people
        ]
        graded = sum(m["percent"] is not None for m in marks)
        modules.append({
            "id": module["id"], "title": module["title"], "level": module["level"],
            "passing": module["passing"], "learners": marks,
            "items": [_item(n, draw, graded) for n in range(1, 13)] if place < 2 else [],
            "test": {"n": graded, "kr20": 0.81, "sem": 1.32, "caution": ""} if place < 2 else None,
            "cut": {"form": f"{module['id']} A", "raters": 6, "items": 12, "cut": 9.4,
                    "out_of": 12, "standard_error": 0.31, "consistency": 0.88, "kappa": 0.66}
            if place == 0 else None,
            "waiting": [{"learner": "learner-03", "notebook": "05-incident-and-assessment",
                         "cell": "ex2-postmortem", "why": "graded by hand"}] if place == 0 else [],
        })  # fmt: skip
    return {
        "program": {"title": PROGRAM.title},
        "sample": True,
        "made_on": str(MADE_ON),
        "learners": learners,
        "modules": modules,
    }


def _item(number: int, draw: random.Random, n: int) -> dict[str, Any]:
    share = draw.uniform(0.15, 0.98)
    r = draw.uniform(-0.1, 0.7)
    flags = ["passing it says little about the rest: review"] if r < 0.15 else []
    return {
        "notebook": "01-components",
        "cell": f"ex{number}-tests",
        "n": n,
        "passed": round(n * share),
        "share": share,
        "interval": [max(0, share - 0.15), min(1, share + 0.1)],
        "discrimination": r,
        "upper_lower": r,
        "flags": flags,
        "caution": "",
    }


def program(*, days: int = 24) -> dict[str, Any]:
    """The program's data."""
    draw = random.Random(3)
    return {
        "program": {"title": PROGRAM.title}, "sample": True, "made_on": str(MADE_ON), "learners": 30,
        "targets": [
            {"name": "module_completion", "target": 100, "unit": "percent", "counts": "learners",
             "n": 30, "needs": 10, "value": 87.5, "gap": -12.5},
            {"name": "assessment_scores", "target": 85, "unit": "percent", "counts": "learners",
             "n": 30, "needs": 10, "value": 86.1, "gap": 1.1},
            {"name": "certification_rate", "target": 90, "unit": "percent", "counts": "learners",
             "n": 30, "needs": 10, "value": 80, "gap": -10},
            {"name": "time_to_complete", "target": 60, "unit": "days", "better": "lower",
             "counts": "learners", "n": days, "needs": 10, "value": 56, "gap": -4},
            {"name": "satisfaction_score", "target": 4.5, "unit": "score", "counts": "responses",
             "n": 3, "needs": 5, "value": None, "gap": None},
            {"name": "effectiveness_score", "target": 4.5, "unit": "score", "counts": "responses",
             "n": 11, "needs": 5, "value": 4.2, "gap": -0.3},
        ],
        "funnels": [
            {"level": level, "name": f"Level {level}", "stages": [
                {"name": name, "count": max(0, round(count * factor))} for name, count in (
                    ("started", 30), ("modules complete", 27), ("assessments passed", 25),
                    ("project done", 24), ("certified", 24))]}
            for level, factor in ((1, 1), (2, 0.5), (3, 0.1))
        ],
        "completion_days": [round(draw.gauss(56, 9)) for _ in range(days)],
        "completion_target_days": 60, "completion_needs": 10,
    }  # fmt: skip
