"""A course in which each learner has a paper of their own: its bank, its secret, its notebook."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.papers.course_secret import CourseSecret, make_secret
from course.papers.drawing import DrawnShare, Paper, PaperStock
from course.papers.item_banks import BankItem, ItemOption
from course.papers.paper_files import answers_id
from course.widgets.answer_files import store
from tests.samples import as_run, code, markdown, marks, sample_notebook, write

MODULE = "101-system-architecture"
NAME = "01-doubling"
ROOT = Path(__file__).parents[2]
SHARES = (("state", "recall", 1), ("state", "evidence", 2), ("errors", "decides", 2))
PAPER = '"""The answers to your own paper are marked here."""'


def bank(each: int = 5) -> str:
    """Give an items.toml with so many items of each kind of the blueprint, some of each shape."""
    rows = []
    for topic, column, _ in SHARES:
        for number in range(each):
            head = (
                f'[[items]]\nid = "{topic}-{column}-{number}"\nnotebook = "{NAME}"\nsection = 1\n'
                f'topic = "{topic}"\ncolumn = "{column}"\nexpected = 0.{number + 3}\n'
                f'question = "Question {number} of {topic}, {column}?"\n'
            )
            if number == 1:
                rows.append(
                    f'{head}kind = "number"\nanswer = {number + 0.5}\nwithin = 0.1\nunit = "ms"\n'
                    'why = "Counted."\n'
                )
                continue
            right = (0, 2) if number == 2 else (number % 4,)
            kind = 'kind = "several"\n' if number == 2 else ""
            options = "".join(
                f'[[items.options]]\ntext = "{topic} {column} {number} option {one}"\n'
                f'why = "BECAUSE {one}"\n{"right = true" if one in right else ""}\n'
                for one in range(4)
            )
            rows.append(f"{head}{kind}{options}")
    return "\n".join(rows)


def blueprint(assignment: str = MODULE) -> str:
    """Give the part of program.toml that says how an assignment's papers are drawn."""
    rows = ", ".join(
        f'{{ topic = "{topic}", column = "{column}", items = {items} }}'
        for topic, column, items in SHARES
    )
    return (
        f'\n[[papers]]\nassignment = "{assignment}"\ntitle = "Doubling, in theory"\n'
        f'banks = ["{MODULE}"]\nblueprint = [{rows}]\nvariants = ["parcels", "tickets"]\n'
    )


def paper_notebook() -> NotebookNode:
    """Give the small notebook with a cell that shows the paper and one that stands for it."""
    notebook = sample_notebook()
    notebook.cells[-1:-1] = [
        code("paper", "from course.widgets import paper\n\npaper()"),
        code("paper-answers", PAPER, marks("paper-answers", grade=True, points=5)),
        markdown("after", "That was it."),
    ]
    notebook.cells[0].source = "# Doubling\n\n*10 minutes, 10 points*"
    return as_run(notebook)


def course_with_papers(
    folder: Path, *, secret: Path | None = None, assignment: str = MODULE
) -> Path:
    """Make such a course, not released; with a secret of its own where none is given.

    With `level-1-theory` the papers are those of the level's assessment.
    """
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "course").mkdir()
    program = (ROOT / "course" / "program.toml").read_text(encoding="utf-8")
    program = program[: program.index("\n[[papers]]")]
    program = program.replace(
        'topics = ["architecture", "performance", "security"]', 'topics = ["errors", "state"]'
    )
    text = program + blueprint(assignment)
    (folder / "course" / "program.toml").write_text(text, encoding="utf-8")
    place = folder / "docs" / "teaching" / MODULE
    place.mkdir(parents=True)
    (place / "items.toml").write_text(bank(), encoding="utf-8")
    write(paper_notebook(), folder / "source" / assignment / f"{NAME}.ipynb")
    if secret is None:
        make_secret(Path(os.environ["COURSE_SECRET"]))
    return folder


def stock(each: int = 6, *, items: int = 2, variants: tuple[str, ...] = ("A", "B")) -> PaperStock:
    """Give a stock of three topics by three columns, single choice, of rising difficulty."""
    shares = [
        DrawnShare(topic=topic, column=column, items=items)
        for topic in ("performance", "security", "state")
        for column in ("recall", "evidence", "decides")
    ]
    bank_items = [
        BankItem(
            id=f"{share.topic}-{share.column}-{n}",
            notebook=NAME,
            section=1,
            topic=share.topic,
            column=share.column,
            question=f"{share.topic} {share.column} {n}?",
            expected=(n * 7 % each + 1) / (each + 1),
            options=tuple(
                ItemOption(text=f"option {o} of {n}", why="so", right=o == n % 4) for o in range(4)
            ),
        )
        for share in shares
        for n in range(each)
    ]
    return PaperStock(
        assignment="level-1-theory",
        title="Theory",
        shares=tuple(shares),
        variants=variants,
        items=tuple(bank_items),
    )


def known_secret(number: int = 0) -> CourseSecret:
    """Give a secret that is no secret, the same each time."""
    return CourseSecret(value=number.to_bytes(32, "big"))


def right_answers(paper: Paper) -> dict[str, object]:
    """Give the right answer to each item."""
    return {
        item.id: (list(item.key) if item.kind == "several" else item.key[0])
        if isinstance(item.key, tuple)
        else item.key
        for item in paper.items
    }


def answer(folder: Path, paper: Paper, answers: Mapping[str, object]) -> None:
    """Save answers as the widget does."""
    store(answers_id(paper.digest), "quiz", dict(answers), folder=folder)


def put_outputs_right(notebook: NotebookNode) -> NotebookNode:
    """Drop outputs, as a learner's file may have none."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.from_dict(notebook)
