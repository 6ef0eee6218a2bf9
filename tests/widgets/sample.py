"""One notebook with every widget, and a lab that shows it."""

import json
from pathlib import Path
from typing import Any

import nbformat

NAME = "widgets.ipynb"
CELLS = {
    "setup": """
from course.widgets import Choice, Number, Option
from course.widgets import hints, minute_card, parsons, predict, progress, quiz""",
    "quiz": """
quiz("01-recall", [
    Choice("timeout", "Your request to a payment service times out. Was the customer charged?", [
        Option("No, it failed", "The request may have arrived and only the reply been lost."),
        Option("Nobody on your side knows", "A timeout says nothing about the other side.", right=True),
        Option("Yes", "Nothing says that the request arrived."),
    ]),
    Choice("idempotent", "Which of these may be sent twice? Choose all.", [
        Option("`PUT /cart/7`", "It says what the cart shall be.", right=True),
        Option("`POST /payments`", "It says \\"one more\\"."),
        Option("`DELETE /cart/7`", "What is gone stays gone.", right=True),
    ], several=True),
    Number("cents", "What does this print?", 1998, "The product lies just below 1999, and `int` cuts off.",
           {1999: "So it is on paper."}, code="print(int(19.99 * 100))"),
], title="What you bring along")""",
    "graded": """
quiz("01-final", [
    Choice("port", "Who may know a vendor's error codes?", [
        Option("The core"), Option("The adapter"), Option("Both")]),
    Number("radius", "How many modules can break?", unit="modules"),
], title="Assessment, part 1")""",
    "predict": """
p = predict("01-radius", "You change `core.pricing`. How many of the other 11 modules can break?", [2, 4, 8, 11])""",
    "reveal": """
p.reveal(8)""",
    "parsons": """
LINES = [
    "def total(prices):", "    result = 0", "    for price in prices:",
    "        result += price", "    return result", "    result = price",
]
def check(made):
    got = made["total"]([1, 2, 3])
    assert got == 6, f"total([1, 2, 3]) gave {got}, expected 6"
parsons("01-total", "Put the lines in order so that `total` adds up prices. One line is too many.", LINES, check)""",
    "hints": """
hints("01-ex1-hints", "Which single outcome is safe?", "Keep the three steps apart.", "Use `match`, and a guard.")""",
    "minute": """
minute_card("01-minute")""",
    "progress": """
progress()""",
}
ORDER = list(CELLS)


def notebook() -> Any:
    """Give the notebook, not run."""
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(source.strip(), id=name) for name, source in CELLS.items()
        ],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
    )


def lay(folder: Path) -> Path:
    """Write the notebook into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_text(nbformat.writes(notebook()), encoding="utf-8")
    return path


def value(folder: Path, widget_id: str) -> Any:
    """Read the value of an answer file; None where there is no file."""
    path = folder / "answers" / f"{widget_id}.json"
    return json.loads(path.read_text(encoding="utf-8"))["value"] if path.exists() else None
