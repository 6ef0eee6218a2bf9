"""What an authored notebook must keep to, checked without running it (docs/authoring.md).

Each problem reads `<file>: <cell>: <what is wrong>`. Not for answers: see proofs.py.
"""

import ast
import re
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode

from course.errors import Problem
from course.notebooks import (
    EXERCISE_ID,
    HIDDEN_MARKER,
    SOLUTION,
    WIDGET_VIEW,
    canonical,
    digest,
    exercises,
    is_solution,
    is_test,
    points,
)

MOST_CELLS = 100
MOST_LINES = 20  # of a code cell that is read
WIDGETS = {"quiz", "predict", "parsons", "hints", "minute_card"}
FROM_FILES = {"read_answer", "assembled"}
WIDGET_ID = re.compile(r"^(\d\d)(-[a-z0-9]+)+$")
MOST_WORDS = 120
MOST_BYTES = 200 * 1024
NETWORK = re.compile(r"^(requests|urllib\.request|urllib3|httpx|aiohttp|socket|http\.client)(\.|$)")
ABSOLUTE = re.compile(r"^(/(home|Users|tmp|root|usr|etc|var|opt|mnt|srv|data)(/|$)|[A-Za-z]:[\\/])")
CELL_ID = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
TOTALS = re.compile(
    r"\*(?P<minutes>\d+) minutes"
    r"(?:: (?P<reading>\d+) reading, (?P<practice>\d+) practice;|,)"
    r" (?P<points>\d+(?:\.\d+)?) points?\*"
)
TOTALS_SHOWN = "*85 minutes: 30 reading, 55 practice; 24 points*"
HEADING = re.compile(
    r"^### Exercise \d+ - .+ \((?:[a-z]+, ){0,2}(?:\d+ minutes?, )?(\d+(?:\.\d+)?) points?\)$",
    re.MULTILINE,
)


def problems(
    notebook: NotebookNode, text: str, *, minutes: int | None = None, most_words: int = MOST_WORDS
) -> list[Problem]:
    """List what a source notebook breaks, each at its cell, or without a place for the whole of it.

    `text` is the file's text; `minutes` is what program.toml gives the notebook.
    """
    findings = list(_identity(notebook))
    if not findings:
        # Everything further names cells by id, so it waits until the ids can be trusted.
        findings += _frame(notebook, minutes)
        for cell in notebook.cells:
            findings += (Problem(f"cell {cell.id}", what) for what in _cell(cell, most_words))
        findings += _exercises(notebook)
        findings += _widgets(notebook)
        findings += _outputs(notebook)
        findings += _schema(notebook)
        if canonical(notebook) != text:
            findings.append(Problem("", "not in canonical form: run `course format`"))
    if len(text.encode()) > MOST_BYTES:
        findings.append(
            Problem("", f"expected at most {MOST_BYTES} bytes, got {len(text.encode())}")
        )
    return findings


def _identity(notebook: NotebookNode) -> Iterator[Problem]:
    if notebook.get("nbformat_minor", 0) < 5:
        yield Problem(
            "", f"expected nbformat 4.5, got 4.{notebook.get('nbformat_minor')}: cells have no ids"
        )
    seen: dict[str, int] = {}
    for number, cell in enumerate(notebook.cells, start=1):
        cell_id = cell.get("id")
        if not isinstance(cell_id, str) or not cell_id:
            yield Problem(f"cell {number}", f"no id; it begins {cell.source[:40]!r}")
            continue
        if cell_id in seen:
            yield Problem(f"cell {cell_id}", f"duplicate id, of cells {seen[cell_id]} and {number}")
        elif not CELL_ID.match(cell_id):
            yield Problem(
                f"cell {cell_id}", f"expected an id by hand such as ex1-tests (cell {number})"
            )
        seen.setdefault(cell_id, number)
        marks = cell.metadata.get("nbgrader")
        if marks is not None and marks.get("grade_id") != cell_id:
            yield Problem(
                f"cell {cell_id}", f"expected the same grade_id, got {marks.get('grade_id')!r}"
            )


def _schema(notebook: NotebookNode) -> Iterator[Problem]:
    try:
        nbformat.validate(notebook, relax_add_props=False)
    except nbformat.ValidationError as error:
        place = ".".join(str(part) for part in error.path)
        yield Problem("", f"not valid nbformat 4.5: {place}: {error.message[:200]}")


def _frame(notebook: NotebookNode, minutes: int | None) -> Iterator[Problem]:
    ids = [cell.id for cell in notebook.cells]
    if len(ids) > MOST_CELLS:
        yield Problem("", f"expected at most {MOST_CELLS} cells, got {len(ids)}")
    for place, wanted in ((0, "title"), (1, "setup"), (-1, "next")):
        if not ids or ids[min(place, len(ids) - 1)] != wanted:
            yield Problem(
                "", f"expected cell {wanted!r} at position {place}, got {ids[place:][:1]}"
            )
    if "reflection" not in ids:
        yield Problem("", "no cell 'reflection'")
    level = 0
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for hashes in re.findall(r"^(#+) ", _prose(cell.source, keep_details=True), re.MULTILINE):
            if len(hashes) == 1 and cell.id != "title":
                yield Problem(f"cell {cell.id}", "a second heading of level 1")
            if len(hashes) > level + 1:
                yield Problem(
                    f"cell {cell.id}", f"heading of level {len(hashes)} after level {level}"
                )
            level = len(hashes)
    if "title" in ids:
        yield from _totals(notebook, minutes)


def _totals(notebook: NotebookNode, minutes: int | None) -> Iterator[Problem]:
    title = notebook.cells[[cell.id for cell in notebook.cells].index("title")]
    totals = TOTALS.search(title.source)
    if not totals:
        yield Problem("cell title", f"expected a line such as {TOTALS_SHOWN}")
        return
    whole, reading, practice = (totals[part] for part in ("minutes", "reading", "practice"))
    if minutes is not None and int(whole) != minutes:
        yield Problem("cell title", f"says {whole} minutes, program.toml says {minutes}")
    if reading and int(reading) + int(practice) != int(whole):
        what = f"{reading} and {practice} minutes are not {whole}"
        yield Problem("cell title", what)
    if float(totals["points"]) != points(notebook):
        what = f"says {totals['points']} points, the graded cells give {points(notebook):g}"
        yield Problem("cell title", what)


def _cell(cell: NotebookNode, most_words: int) -> Iterator[str]:
    marks = cell.metadata.get("nbgrader")
    if marks is not None and marks.get("schema_version") != 3:
        yield f"expected nbgrader schema_version 3, got {marks.get('schema_version')!r}"
    if cell.cell_type == "markdown":
        words = len(_prose(cell.source).split())
        if words > most_words:
            yield f"expected at most {most_words} words, got {words}"
        if re.search(r"!\[\s*\]\(", cell.source):
            yield "an image without alt text"
        return
    kind = "tests" if is_test(cell) else "solution" if is_solution(cell) else "code"
    lines = len(cell.source.splitlines())
    if cell.id == "setup" and lines > 5:
        yield f"expected at most 5 lines, got {lines}"
    if kind == "code" and lines > MOST_LINES and not _is_widget(cell.source):
        yield f"expected at most {MOST_LINES} lines, got {lines}"
    if re.search(r"^\s*[!%]", cell.source, re.MULTILINE):
        yield "a shell command or magic (! or %)"
        return
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        yield f"line {error.lineno}: {error.msg}"
        return
    yield from _code(tree)
    if kind == "tests":
        yield from _test(cell, tree)
    elif kind == "solution" and not SOLUTION.search(cell.source):
        yield "a solution without its markers ### BEGIN SOLUTION and ### END SOLUTION"


def _code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names):
            yield f"line {node.lineno}: import *"
        if isinstance(node, ast.Import | ast.ImportFrom):
            base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            for name in (base + alias.name for alias in node.names):
                if NETWORK.match(name):
                    yield f"line {node.lineno}: {name} reaches for the network"
        if isinstance(node, ast.Constant) and ABSOLUTE.match(str(node.value)):
            yield f"line {node.lineno}: absolute path {node.value!r}"


def _test(cell: NotebookNode, tree: ast.Module) -> Iterator[str]:
    marks = cell.metadata.nbgrader
    if not marks.get("locked"):
        yield "an unlocked test: learners could edit it"
    if not 1 <= float(marks.get("points", 0)) <= 5:
        yield f"expected 1 to 5 points, got {marks.get('points')!r}"
    if not ast.get_docstring(tree):
        yield "expected a docstring that names the rule"
    last: ast.stmt | None = tree.body[-1] if tree.body else None
    while isinstance(last, ast.For | ast.With):
        last = last.body[-1]
    if not isinstance(last, ast.Assert):
        what = "a bare expression" if isinstance(last, ast.Expr) else type(last).__name__
        yield f"expected an assert as the last statement, got {what}: it would pass any answer"
    own = {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg is None:
            yield f"line {node.lineno}: an assert without a message"
        if isinstance(node, ast.Name) and node.id in FROM_FILES - own:
            yield f"line {node.lineno}: {node.id} is not imported in this cell: it is the learner's"
    yield from _hidden(cell.source, tree)


def _is_widget(source: str) -> bool:
    """Tell whether a cell is one call of a widget and so holds data to answer, no code to read."""
    body = ast.parse(source).body if _parses(source) else []
    return len(body) == 1 and any(_asked(body[0]))


def _asked(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if named and node.func.id in WIDGETS:  # type: ignore[attr-defined]
            yield node  # type: ignore[misc]


def _widgets(notebook: NotebookNode) -> Iterator[Problem]:
    """Ids of widgets name files that all notebooks of a module share, so each has its number."""
    seen: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or not _parses(cell.source):
            continue
        for call in _asked(ast.parse(cell.source)):
            first = call.args[0] if call.args else None
            name = first.value if isinstance(first, ast.Constant) else None
            match = WIDGET_ID.match(name) if isinstance(name, str) else None
            if not isinstance(name, str) or not match:
                what = f"expected a widget's id such as 01-recall, got {name!r}"
                yield Problem(f"cell {cell.id}", what)
            elif name in seen:
                yield Problem(f"cell {cell.id}", f"widget id {name!r} is that of cell {seen[name]}")
            elif seen and match[1] != (number := next(iter(seen))[:2]):
                what = f"expected a widget's id of {number}-…, got {name!r}"
                yield Problem(f"cell {cell.id}", what)
            else:
                seen[name] = cell.id


def _hidden(source: str, tree: ast.Module) -> Iterator[str]:
    markers = list(HIDDEN_MARKER.finditer(source))
    if [m[1] for m in markers] not in ([], ["BEGIN", "END"]):
        yield "expected one pair of hidden test markers, BEGIN before END"
    elif markers:
        first_hidden = source.count("\n", 0, markers[0].start()) + 1
        asserts = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        if not any(line < first_hidden for line in asserts):
            yield "expected a visible assert before the hidden tests"
        if source[markers[1].end() :].strip():
            yield "expected the hidden tests last"


def _exercises(notebook: NotebookNode) -> Iterator[Problem]:
    complete = {exercise.id: exercise for exercise in exercises(notebook)}
    written: set[str] = set()
    for cell in notebook.cells:
        match = EXERCISE_ID.match(cell.id)
        if match and match[1] not in complete:
            what = f"expected cells {match[1]} and {match[1]}-tests with it"
            yield Problem(f"cell {cell.id}", what)
        if cell.cell_type == "code" and is_solution(cell):
            written |= _names(ast.parse(cell.source)) if _parses(cell.source) else set()
        elif is_test(cell) and _parses(cell.source):
            for name in sorted(_names(ast.parse(cell.source)) & written):
                yield Problem(f"cell {cell.id}", f"rebinds or deletes the learner's name {name!r}")
    for exercise in complete.values():
        if not exercise.prompt.metadata.get("nbgrader", {}).get("locked"):
            yield Problem(f"cell {exercise.id}", "an unlocked prompt")
        heading = HEADING.search(exercise.prompt.source)
        if not heading:
            what = "expected a heading such as ### Exercise 1 - Title (4 points)"
            yield Problem(f"cell {exercise.id}", what)
        elif float(heading[1]) != exercise.points:
            got = f"{exercise.points:g}"
            yield Problem(f"cell {exercise.id}", f"says {heading[1]} points, its tests give {got}")


def _outputs(notebook: NotebookNode) -> Iterator[Problem]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.get("execution_count") for cell in code]
    stale = [c.id for n, c in enumerate(code, start=1) if c.get("execution_count") != n]
    if stale:
        what = f"stale outputs: expected counts 1 to {len(code)}, got {counts}"
        yield Problem(f"cell {stale[0]}", what)
    elif notebook.metadata.get("course", {}).get("run") != digest(notebook):
        what = "stale outputs: code or outputs changed since they ran (`course format --execute`)"
        yield Problem("", what)
    if "widgets" in notebook.metadata:
        yield Problem("", "widget state in the metadata")
    for cell in code:
        if "execution" in cell.metadata:
            yield Problem(f"cell {cell.id}", "timing metadata")
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                what = f"writes to stderr: {str(output.get('text'))[:60]!r}"
                yield Problem(f"cell {cell.id}", what)
            if output.get("output_type") == "error":
                yield Problem(f"cell {cell.id}", f"its output is an error, {output.get('ename')}")
            if WIDGET_VIEW in output.get("data", {}):
                yield Problem(f"cell {cell.id}", "a live widget in its output")
            drawn = any(mime.startswith("image/") for mime in output.get("data", {}))
            if drawn and "nbval-ignore-output" not in cell.metadata.get("tags", []):
                yield Problem(f"cell {cell.id}", "a figure without the tag nbval-ignore-output")


def _names(tree: ast.Module) -> set[str]:
    """Names that a cell binds or deletes at its top level."""
    names: set[str] = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(statement.name)
        elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.Delete | ast.For | ast.With):
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
                    names.add(node.id)
    return names


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _prose(source: str, *, keep_details: bool = False) -> str:
    source = re.sub(r"^```.*?^```", "", source, flags=re.DOTALL | re.MULTILINE)
    return (
        source if keep_details else re.sub(r"<details>.*?</details>", "", source, flags=re.DOTALL)
    )
