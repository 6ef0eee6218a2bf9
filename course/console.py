"""What a terminal shows: tables, proofs, standings, progress. It prints, and decides nothing."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.learning import Standings
    from course.proving import Proof
    from course.records import Grade


def print_proof(module: str, notebook: str, proof: "Proof") -> None:
    """Show one exercise: the counts, the kill matrix with answers by number, the problems."""
    explained = f", {proof.explained} survive with a reason" if proof.explained else ""
    print(
        f"\n{module}/{notebook} {proof.exercise}: {proof.right} right, {proof.wrong} wrong, "
        f"stub {proof.stub_points:g} of {proof.points:g} points, "
        f"{proof.killed} of {proof.mutants} mutants killed{explained}"
    )
    answers = list(next(iter(proof.matrix.values()), {}))
    for number, answer in enumerate(answers, start=1):
        print(f"  {number:2} {answer}")
    for test, row in proof.matrix.items():
        cells = " ".join(
            f"{number:2}" if row[a] else " ." for number, a in enumerate(answers, start=1)
        )
        print(f"  {test:<28} rejects {cells}")
    for problem in proof.problems:
        print(f"  PROBLEM {problem}")


def print_standings(
    found: "Sequence[Standings]", *, as_json: bool, learner: str | None = None
) -> None:
    """Show grades against their passing marks."""
    rows = [
        (module, grade)
        for module in found
        for grade in module.grades
        if learner in (None, grade.learner)
    ]
    if as_json:
        print_json({"grades": [_as_data(module, grade) for module, grade in rows]})
        return
    head = "learner module notebooks points of percent passing standing remarks"
    print_table(head.split(), [_as_row(module, grade) for module, grade in rows])


def _as_data(module: "Standings", grade: "Grade") -> dict[str, object]:
    return {
        "module": module.module,
        "learner": grade.learner,
        "standing": grade.standing(module.passing_score),
        "points": grade.points,
        "out_of": grade.out_of,
        "pending": grade.pending,
        "percent": round(grade.percent, 2),
        "passing_score": module.passing_score,
        "notebooks": [asdict(notebook) for notebook in grade.notebooks],
        "remarks": list(grade.remarks),
    }


def _as_row(module: "Standings", grade: "Grade") -> list[str]:
    graded = bool(grade.notebooks)
    return [
        grade.learner,
        module.module,
        " ".join(f"{n.name[:2]}:{n.points:g}/{n.out_of:g}" for n in grade.notebooks) or "-",
        f"{grade.points:g}" if graded else "-",
        f"{grade.out_of:g}",
        f"{grade.percent:.0f} %" if graded else "-",
        "-" if module.passing_score is None else f"{module.passing_score:g} %",
        grade.standing(module.passing_score).value,
        "; ".join((*grade.remarks, *_pending(grade))),
    ]


def _pending(grade: "Grade") -> list[str]:
    return [f"{grade.pending:g} points await manual grading"] if grade.pending else []


def print_json(value: object) -> None:
    """Show data for programs; dates as text."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Show rows under a head, as wide as they need."""
    lines = [[str(value) for value in row] for row in (head, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        print(
            "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        )


def stage(title: str, steps: int | None) -> Callable[[str], None]:
    """Open a progress bar on stderr, off when that is not a terminal; give its tick."""
    from tqdm import tqdm

    bar = tqdm(total=steps, desc=title, disable=None, unit="", leave=steps is not None)

    def tick(name: str) -> None:
        bar.set_postfix_str(name, refresh=False)
        bar.update()

    return tick
