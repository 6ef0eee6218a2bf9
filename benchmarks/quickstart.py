"""nbgrader's quickstart course with made-up learners, the same for every program measured."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

BIN = Path(sys.executable).parent
ASSIGNMENT = "ps1"
SQUARES = {
    "comprehension": "def squares(n):\n    if n < 1:\n        raise ValueError('n is below 1')\n"
    "    return [i ** 2 for i in range(1, n + 1)]",
    "loop": "def squares(n):\n    if n < 1:\n        raise ValueError(n)\n    found = []\n"
    "    for i in range(n):\n        found.append((i + 1) * (i + 1))\n    return found",
    "helper": "def squares(n):\n    if not positive(n):\n        raise ValueError('too small')\n"
    "    print('squares of', n)\n    return list(map(lambda i: i * i, range(1, n + 1)))",
    "from-zero": "def squares(n):\n    if n < 1:\n        raise ValueError\n"
    "    return [i ** 2 for i in range(n)]",
    "no-check": "def squares(n):\n    return [i ** 2 for i in range(1, n + 1)]",
    "text": "def squares(n):\n    return '1, 4, 9'",
    "typo": "def squares(n)\n    return [i ** 2 for i in range(1, n + 1)]",
    "untouched": None,
}
SUMS = {
    "sum": "def sum_of_squares(n):\n    return sum(squares(n))",
    "loop": "def sum_of_squares(n):\n    total = 0\n    for square in squares(n):\n"
    "        total += square\n    print('total', total)\n    return total",
    "own": "def sum_of_squares(n):\n    return n * (n + 1) * (2 * n + 1) // 6",
    "float": "def sum_of_squares(n):\n    return sum(squares(n)) / 1.5",
    "none": "def sum_of_squares(n):\n    print(sum(squares(n)))",
    "untouched": None,
}
USES = (
    "print('cannonballs in a pyramid of 4 layers:', sum_of_squares(4))",
    "import numpy as np\nnp.sqrt(sum_of_squares(24))",
    "[sum_of_squares(n) for n in (1, 2, 3)]",
    None,
)
HELPER = "def positive(n):\n    return n >= 1"


def make_course(folder: Path) -> Path:
    """Let nbgrader make and release its quickstart course in a folder of its own."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _run(folder.parent, "quickstart", folder.name)
    _run(folder, "generate_assignment", ASSIGNMENT)
    return folder


def _run(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"nbgrader {' '.join(words)}: {done.stderr[-2000:]}")


def environment() -> dict[str, str]:
    """Give the environment for programs that look for their tools on the path."""
    import os

    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}


def hand_in(course: Path, count: int, *, seed: int = 1) -> list[str]:
    """Fill submitted/ for `count` learners: right, wrong, untouched, drawn with a seed."""
    draw = random.Random(seed)
    learners = [f"learner-{number:0{max(2, len(str(count)))}}" for number in range(1, count + 1)]
    for learner in learners:
        answers = {
            "squares": draw.choice(list(SQUARES.values())),
            "sum_of_squares": draw.choice(list(SUMS.values())),
            "sum_of_squares_application": draw.choice(USES),
            "sum_of_squares_equation": draw.choice((None, "$\\sum_{i=1}^n i^2$")),
            "part-a": draw.choice((None, "It adds the two numbers before.")),
            "part-b": draw.choice((None, "For negative ones: it never ends.")),
        }
        put(course, learner, answers)
    return learners


def put(course: Path, learner: str, answers: dict[str, str | None]) -> Path:
    """Write one submission: answers by grade_id, None where the released text stays."""
    there = course / "submitted" / learner / ASSIGNMENT
    shutil.copytree(course / "release" / ASSIGNMENT, there)
    for path in sorted(there.glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = notebook["cells"]
        for place, cell in reversed(list(enumerate(cells))):
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            answer = answers.get(name)
            if answer is not None:
                cell["source"] = answer
            if name == "squares" and answer and "positive(" in answer:
                cells.insert(place, _own_cell(HELPER))
        path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    (there / "timestamp.txt").write_text("2027-01-11 12:00:00.000000 UTC", encoding="utf-8")
    return there


def _own_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "of-my-own",
        "metadata": {},
        "outputs": [],
        "source": source,
    }
