"""How a notebook teaches, counted: words, runs, sizes, kinds; and what of it breaks the standard.

docs/authoring.md says the rules. A finding that is firm is an error, any other a remark. Not for
the mechanics of a notebook (conventions.py), nor for whether its tests are sharp (proofs.py).
"""

import ast
import builtins
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from nbformat import NotebookNode

from course.errors import Problem
from course.examination.shared.syntax_trees import tree_of
from course.notebooks import (
    SOLUTION,
    is_commentary,
    is_prompt,
    is_solution,
    is_test,
    without_hidden_tests,
)

REPLACE = "REPLACE"  # where an author's own words go in a skeleton
KINDS = (
    *("write", "repair", "review", "diagnose", "predict", "design", "judge", "measure", "break"),
    *("defend", "play", "explain", "mend", "order", "choose", "fill"),
)
DIFFICULTIES = ("easy", "medium", "hard")
MOST_CELL_WORDS, RULE_CELL_WORDS = 120, 60
MOST_PROMPT_WORDS, MOST_PROMPT_RULES = 130, 6
MOST_READ_LINES = 8
MOST_ANSWER_LINES, RULE_ANSWER_LINES = 30, 12
MOST_TERMS = 7
LEAST_RATIO = 3.0  # words of lesson for each word of prompts
LEAST_RUNS = 2  # before the first exercise of a section
RULE_BITE = 75  # words between two runs: 60 or so
MOST_STRETCH = 150  # words in which nothing runs
MOST_SEMICOLONS = 5  # in 100 sentences
RULE_LESSON = range(1_200, 2_801)  # words: about 2,000
LEAST_KINDS = 5  # in a whole module

ASKING = {"quiz", "predict", "parsons", "hints", "minute_card"}
_DATA = ASKING | {"progress", "paper"}
_HEADING = re.compile(
    r"^### Exercise (?P<number>\d+)(?P<part>[a-z]?) - (?P<title>.+)"
    r" \((?P<facts>[^()]*\d points?)\)$",
    re.MULTILINE,
)
SPLIT = re.compile(r"\*\d+ minutes: \d+ reading, (?P<practice>\d+) practice; [\d.]+ points?\*")
_FENCE = re.compile(r"^ *(```|~~~).*?^ *\1 *$", re.DOTALL | re.MULTILINE)
_ROW = re.compile(r"^\s*\|")
_COLUMNS = re.compile(r"^ {0,4}\S.*? {2,}\S")  # two columns of a table in plain text
_COLON = re.compile(r""":(?=\s|[*_)"']|$)""")
_LABEL = re.compile(r"^(?:[-*+] )?(?:Look:|\*+[^*\n]+:\*+|\*+[^*\n]+\*+:)\s")  # its colon is none
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+")
_SENTENCE = re.compile(r"""(?<=[.!?])["')\]*_]*\s+(?=["'(\[*_]*[A-Z0-9])""")
_LEADS = {"in production", "remember", "next", "sources", "look", "wrong first"}
_SHORT = 3  # letters of a word that bold only stresses, such as "or"
# What a reader of Python brings along; what a notebook needs beyond it, it shows.
_KNOWN_CALLS = {
    *("abs", "all", "any", "bool", "dict", "enumerate", "float", "int", "isinstance", "len"),
    *("list", "max", "min", "print", "range", "round", "set", "sorted", "str", "sum", "super"),
    *("tuple", "type", "zip"),
}
_CONSTRUCTS: dict[type[ast.AST], str] = {
    ast.Lambda: "lambda",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
    ast.Yield: "yield",
    ast.YieldFrom: "yield from",
    ast.With: "with",
    ast.Try: "try",
    ast.Match: "match",
    ast.AsyncFunctionDef: "async def",
    ast.Await: "await",
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
    ast.NamedExpr: ":=",
    ast.Starred: "*",
    ast.IfExp: "… if … else …",
    ast.Slice: "a slice",
}


class Finding(NamedTuple):
    """Something of the standard that a notebook does not keep; `rule` is its name in lists."""

    rule: str
    problem: Problem
    firm: bool = True


@dataclass(frozen=True, kw_only=True)
class ExerciseHeading:
    """What the heading of an exercise says; what it does not say is "" or None."""

    number: int
    part: str
    title: str
    kind: str
    difficulty: str
    minutes: int | None
    points: float


@dataclass(frozen=True, kw_only=True)
class ExerciseMeasures:
    """One exercise, counted. `not_shown` are calls and constructs that nothing before has."""

    cell: str
    heading: ExerciseHeading | None
    prompt_words: int
    rules: int
    answer_lines: int
    runs_before: int
    opens_section: bool
    not_shown: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NotebookMeasures:
    """One notebook, counted.

    `cells` has the words of each markdown cell, `read_lines` the lines of each code cell that is
    read, `stretches` the words between two runs, by the cell that ends them.
    """

    lesson_words: int
    prompt_words: int
    runs: int
    sections: int
    sentences: int
    semicolons: int
    terms: tuple[str, ...]
    cells: Mapping[str, int]
    read_lines: Mapping[str, int]
    stretches: Mapping[str, int]
    exercises: tuple[ExerciseMeasures, ...]
    shown: frozenset[str] = field(repr=False)  # to the reader who has worked it to its end

    @property
    def ratio(self) -> float:
        """Words of lesson for each word of prompts."""
        return self.lesson_words / max(1, self.prompt_words)

    def as_data(self) -> dict[str, object]:
        """Give what is printed as JSON."""
        return {
            "lesson_words": self.lesson_words,
            "prompt_words": self.prompt_words,
            "ratio": round(self.ratio, 2),
            "runs": self.runs,
            "sections": self.sections,
            "words_between_runs": round(self.lesson_words / max(1, self.runs)),
            "longest_stretch": max(self.stretches.values(), default=0),
            "longest_markdown_cell": max(self.cells.values(), default=0),
            "longest_read_cell": max(self.read_lines.values(), default=0),
            "terms": list(self.terms),
            "semicolons_in_100_sentences": round(100 * self.semicolons / max(1, self.sentences)),
            "exercises": [
                {
                    "cell": exercise.cell,
                    "kind": exercise.heading.kind if exercise.heading else "",
                    "difficulty": exercise.heading.difficulty if exercise.heading else "",
                    "minutes": exercise.heading.minutes if exercise.heading else None,
                    "prompt_words": exercise.prompt_words,
                    "rules": exercise.rules,
                    "answer_lines": exercise.answer_lines,
                    "runs_before": exercise.runs_before,
                    "not_shown": list(exercise.not_shown),
                }
                for exercise in self.exercises
            ],
        }


def heading_of(source: str) -> ExerciseHeading | None:
    """Read the heading of an exercise; None where there is none, or a fact of it is not known.

    It reads `### Exercise 2a - Title (repair, easy, 9 minutes, 3 points)`.
    """
    match = _HEADING.search(source)
    if not match:
        return None
    facts = match["facts"].split(", ")
    said: dict[str, str] = {}
    for fact in facts:
        minutes = re.fullmatch(r"(\d+) minutes?", fact)
        points = re.fullmatch(r"(\d+(?:\.\d+)?) points?", fact)
        part = (
            ("minutes", minutes[1])
            if minutes
            else ("points", points[1])
            if points
            else ("kind", fact)
            if fact in KINDS
            else ("difficulty", fact)
            if fact in DIFFICULTIES
            else None
        )
        if part is None or part[0] in said:
            return None
        said[part[0]] = part[1]
    return ExerciseHeading(
        number=int(match["number"]),
        part=match["part"],
        title=match["title"],
        kind=said.get("kind", ""),
        difficulty=said.get("difficulty", ""),
        minutes=int(said["minutes"]) if "minutes" in said else None,
        points=float(said["points"]),
    )


def holds_data(source: str) -> bool:
    """Tell whether a cell only calls widgets, and so holds data to answer and no code to read."""
    body = parsed(source).body
    calls = [
        statement.value
        for statement in body
        if isinstance(statement, ast.Expr | ast.Assign) and isinstance(statement.value, ast.Call)
    ]
    return bool(body) and len(calls) == len(body) and all(called(c) in _DATA for c in calls)


def measure(notebook: NotebookNode, shown: Collection[str] = ()) -> NotebookMeasures:
    """Count one notebook; `shown` are calls and constructs of the notebooks that come before it."""
    walk = _Walk(set(shown))
    for cell in notebook.cells:
        walk.take(cell)
    exercises = []
    solutions = {c.id: c for c in notebook.cells if c.cell_type == "code" and is_solution(c)}
    for prompt, runs_before, opens, known in walk.prompts:
        answer = solutions.get(f"{prompt.id}-solution")
        text = answer.source if answer else ""
        hints = "".join(c.source for c in notebook.cells if c.id == f"{prompt.id}-hints")
        asked = known | _shown_in_text(prompt.source) | _shown_in_text(hints)
        exercises.append(
            ExerciseMeasures(
                cell=prompt.id,
                heading=heading_of(prompt.source),
                prompt_words=_words(_opened(_without_heading(prompt.source))),
                rules=_rules(prompt.source),
                answer_lines=_answer_lines(text),
                runs_before=runs_before,
                opens_section=opens,
                not_shown=tuple(sorted(_used_in_answer(text) - asked)),
            )
        )
    prose = [c for c in notebook.cells if c.cell_type == "markdown" and not is_commentary(c)]
    lesson = [c for c in prose if not is_prompt(c) and not c.id.startswith("reflection")]
    paragraphs = [p for c in prose for p in _paragraphs(c.source)]
    return NotebookMeasures(
        lesson_words=sum(_words(cell.source) for cell in lesson),
        prompt_words=sum(exercise.prompt_words for exercise in exercises),
        runs=walk.runs,
        sections=walk.sections,
        sentences=sum(len(_SENTENCE.split(p)) for p in paragraphs),
        semicolons=sum(_semicolons(p) for p in paragraphs),
        terms=tuple(dict.fromkeys(t for cell in lesson for t in _terms(cell.source))),
        cells={c.id: _words(c.source) for c in prose if not is_prompt(c)},
        read_lines=walk.read_lines,
        stretches=walk.stretches,
        exercises=tuple(exercises),
        shown=frozenset(walk.shown),
    )


class _Walk:
    """What has run, was read and was shown so far, cell by cell."""

    def __init__(self, shown: set[str]) -> None:
        self.shown = shown
        self.runs = self.sections = 0
        self.read_lines: dict[str, int] = {}
        self.stretches: dict[str, int] = {}
        self.prompts: list[tuple[NotebookNode, int, bool, set[str]]] = []
        self._since = self._words = 0  # runs since the last exercise; words since the last run
        self._opens = True

    def take(self, cell: NotebookNode) -> None:
        if cell.cell_type == "markdown":
            self._prose(cell)
        elif cell.cell_type == "code":
            self._code(cell)

    def _prose(self, cell: NotebookNode) -> None:
        if is_commentary(cell):
            return
        if is_prompt(cell):
            self._end_stretch(cell.id)
            self.prompts.append((cell, self._since, self._opens, set(self.shown)))
            self._since, self._opens = 0, False
        elif cell.id != "title" and not cell.id.startswith("reflection"):
            if re.search(r"^## ", cell.source, re.MULTILINE):
                self._since, self._opens = 0, True
                self.sections += bool(re.search(r"^## \d", cell.source, re.MULTILINE))
            self._words += _words(cell.source)
        self.shown |= _shown_in_text(cell.source)

    def _code(self, cell: NotebookNode) -> None:
        seen = without_hidden_tests(cell.source) if is_test(cell) else cell.source
        self.shown |= _used(parsed(seen))
        if cell.id == "setup" or is_test(cell) or is_solution(cell) or holds_data(cell.source):
            return
        if not cell.metadata.get("jupyter", {}).get("source_hidden"):
            self.read_lines[cell.id] = _lines(cell.source)
        if cell.get("outputs") and not cell.id.endswith("-try"):
            self.runs += 1
            self._since += 1
            self._end_stretch(cell.id)

    def _end_stretch(self, cell_id: str) -> None:
        self.stretches[cell_id], self._words = self._words, 0


def lesson_findings(
    notebook: NotebookNode, measures: NotebookMeasures, *, assessment: bool = False
) -> Iterator[Finding]:
    """List what of the standard a notebook does not keep by what was counted in it.

    With `assessment` it holds the module's assessment, whose tasks come without a lesson.
    """
    yield from _bites(measures)
    if not assessment:
        yield from _lesson(measures)
    for exercise in measures.exercises:
        yield from _exercise(exercise, assessment=assessment)
    yield from _kinds_in_a_row(measures.exercises)
    yield from _prose_findings(notebook, measures)


def kinds_of_module(exercises: Sequence[ExerciseMeasures]) -> Iterator[Finding]:
    """List what a whole module breaks: too few kinds of exercise, or too many of one."""
    kinds = Counter(e.heading.kind for e in exercises if e.heading and e.heading.kind)
    if kinds and len(kinds) < LEAST_KINDS:
        what = f"expected at least {LEAST_KINDS} kinds of exercise, got {', '.join(sorted(kinds))}"
        yield Finding("kinds-of-module", Problem("", what))
    for kind, count in kinds.items():
        if 3 * count > kinds.total():
            what = f"{count} of {kinds.total()} exercises are of the kind {kind}: above a third"
            yield Finding("kinds-of-module", Problem("", what))


def at(cell_id: str, rule: str, what: str, *, firm: bool = True) -> Finding:
    """Make the finding of a cell."""
    return Finding(rule, Problem(f"cell {cell_id}", what), firm)


def _bites(measures: NotebookMeasures) -> Iterator[Finding]:
    for cell_id, words in measures.cells.items():
        if words > MOST_CELL_WORDS:
            what = f"expected at most {MOST_CELL_WORDS} words, got {words}"
            yield at(cell_id, "cell-words", what)
    long = [cell_id for cell_id, words in measures.cells.items() if words > RULE_CELL_WORDS]
    if len(long) * 4 > len(measures.cells):
        what = f"{len(long)} of {len(measures.cells)} markdown cells have more than "
        what += f"{RULE_CELL_WORDS} words"
        yield Finding("cell-words-rule", Problem("", what), firm=False)
    for cell_id, lines in measures.read_lines.items():
        if lines > MOST_READ_LINES:
            what = f"expected at most {MOST_READ_LINES} lines of code to read, got {lines}"
            yield at(cell_id, "read-lines", what)
    for cell_id, words in measures.stretches.items():
        if words > MOST_STRETCH:
            what = f"{words} words before it in which nothing runs"
            yield at(cell_id, "stretch", what, firm=False)
    if len(measures.terms) > MOST_TERMS:
        what = f"expected at most {MOST_TERMS} new terms, got {len(measures.terms)}: "
        yield Finding("terms", Problem("", what + ", ".join(measures.terms)))


def _lesson(measures: NotebookMeasures) -> Iterator[Finding]:
    if measures.ratio < LEAST_RATIO:
        what = (
            f"expected {LEAST_RATIO:g} words of lesson for each word of prompts, got "
            f"{measures.ratio:.1f} ({measures.lesson_words} and {measures.prompt_words})"
        )
        yield Finding("lesson-ratio", Problem("", what))
    if measures.lesson_words not in RULE_LESSON:
        what = f"{measures.lesson_words} words of lesson, where a notebook has about 2000"
        yield Finding("lesson-words", Problem("", what), firm=False)
    if measures.sections not in (2, 3):
        what = f"{measures.sections} sections, where a notebook has two or three"
        yield Finding("sections", Problem("", what), firm=False)
    bite = measures.lesson_words / max(1, measures.runs)
    if bite > RULE_BITE:
        what = f"{bite:.0f} words of lesson for each run, where something runs every 60 or so"
        yield Finding("bite", Problem("", what), firm=False)


def _exercise(exercise: ExerciseMeasures, *, assessment: bool) -> Iterator[Finding]:
    cell, lines = exercise.cell, exercise.answer_lines
    if exercise.prompt_words > MOST_PROMPT_WORDS:
        what = (
            f"expected a prompt of at most {MOST_PROMPT_WORDS} words, got {exercise.prompt_words}"
        )
        yield at(cell, "prompt-words", what)
    if exercise.rules > MOST_PROMPT_RULES:
        what = f"expected at most {MOST_PROMPT_RULES} rules, got {exercise.rules}"
        yield at(cell, "prompt-rules", f"{what} (bullets, rows of tables, each 'unless')")
    if lines > MOST_ANSWER_LINES:
        what = f"expected a model answer of at most {MOST_ANSWER_LINES} lines, got {lines}"
        yield at(cell, "answer-lines", what)
    elif lines > RULE_ANSWER_LINES:
        what = f"a model answer of {lines} lines, where {RULE_ANSWER_LINES} are the rule"
        yield at(cell, "answer-lines-rule", what, firm=False)
    if not assessment and exercise.opens_section and exercise.runs_before < LEAST_RUNS:
        what = f"expected at least {LEAST_RUNS} runs in its section before it, got "
        yield at(cell, "runs-before", f"{what}{exercise.runs_before}")
    if exercise.not_shown and not assessment:
        what = "its model answer needs what nothing before it has shown: "
        yield at(cell, "not-shown", what + ", ".join(exercise.not_shown), firm=False)


def _kinds_in_a_row(exercises: Sequence[ExerciseMeasures]) -> Iterator[Finding]:
    """Parts of one exercise (2a, 2b) may be of one kind, and count once."""
    for before, after in pairwise(exercises):
        one, two = before.heading, after.heading
        if one and two and one.kind and one.kind == two.kind and one.number != two.number:
            what = f"of the kind {two.kind}, like {before.cell} just before it"
            yield at(after.cell, "kind-twice", what)


def _prose_findings(notebook: NotebookNode, measures: NotebookMeasures) -> Iterator[Finding]:
    if 100 * measures.semicolons > MOST_SEMICOLONS * measures.sentences:
        what = (
            f"expected at most {MOST_SEMICOLONS} semicolons in 100 sentences, got "
            f"{measures.semicolons} in {measures.sentences}"
        )
        yield Finding("semicolons", Problem("", what))
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for paragraph in _paragraphs(cell.source):
            colons = len(_COLON.findall(_LABEL.sub("", paragraph)))
            if colons > 1:
                what = f"{colons} colons in one paragraph, which begins {paragraph[:40]!r}"
                yield at(cell.id, "colons", what)


def parsed(source: str) -> ast.Module:
    """Parse a cell; one that is no Python is reported elsewhere and counts as empty here."""
    try:
        return tree_of(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def called(call: ast.Call) -> str:
    """Give the plain name that is called, "" for a method or a computed function."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _lines(source: str) -> int:
    return sum(bool(line.strip()) for line in source.splitlines())


def _answer_lines(source: str) -> int:
    """Lines between the solution's markers, but for blank ones and comments."""
    regions = "\n".join(match[0] for match in SOLUTION.finditer(source))
    return sum(
        bool(line.strip()) and not line.lstrip().startswith("#") for line in regions.splitlines()
    )


def _prose_of(source: str) -> str:
    """A markdown cell without code, markup and what is folded away; a code name is one word."""
    source = re.sub(r"<details>.*?</details>", "", source, flags=re.DOTALL)
    source = re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL)
    source = _FENCE.sub("", source)
    source = re.sub(r"`[^`\n]+`", "code", source)
    source = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", source)
    source = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", source)
    source = re.sub(r"<[^>\n]*>|https?://\S+", " ", source)
    return re.sub(r"&\w+;", " ", source)


def _words(source: str) -> int:
    return len(re.findall(r"[^\W_][\w'%.,/+-]*", _prose_of(source)))


def _without_heading(source: str) -> str:
    return re.sub(r"^#+ .*$", "", source, flags=re.MULTILINE)


def _paragraphs(source: str) -> Iterator[str]:
    """Paragraphs, bullets and rows of a markdown cell's prose, headings and totals left out."""
    text: list[str] = []
    for line in [*SPLIT.sub("", _without_heading(_prose_of(source))).splitlines(), ""]:
        begins = _BULLET.match(line) or _ROW.match(line) or not line.strip()
        if begins and text:
            yield " ".join(text)
            text = []
        if line.strip():
            text.append(line.strip())


def _semicolons(paragraph: str) -> int:
    return paragraph.count(";")


def _rules(source: str) -> int:
    """Bullets, rows of tables but for their heads, and each "unless" of a prompt."""
    lines = _FENCE.sub("", _opened(source)).splitlines()
    rows = sum(bool(_ROW.match(line) or _COLUMNS.match(line)) for line in lines)
    rows -= 2 * sum(bool(re.match(r"^\s*\|[\s:|-]+$", line)) for line in lines)
    bullets = sum(bool(_BULLET.match(line)) for line in lines)
    return bullets + rows + len(re.findall(r"\bunless\b", "\n".join(lines), re.IGNORECASE))


def _opened(source: str) -> str:
    """A prompt whose blocks of plain text, in which tables of rules hide, count as its words."""
    return re.sub(r"^```text\n(.*?)^```$", r"\1", source, flags=re.DOTALL | re.MULTILINE)


def _terms(source: str) -> Iterator[str]:
    """Words in bold that define a term, not those that lead into a paragraph or are stressed."""
    for term, colon in re.findall(r"\*\*([^*\n]+)\*\*(:?)", _prose_of(source)):
        word = term.strip().lower()
        if not colon and word[-1:].isalnum() and len(word) > _SHORT and word not in _LEADS:
            yield word


def _used(tree: ast.AST) -> set[str]:
    """Calls, by name or by method, and constructs of a piece of code."""
    return {use for node in ast.walk(tree) for use in _uses(node)}


def _uses(node: ast.AST) -> Iterator[str]:
    """What one node is, without those below it."""
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}()"
        elif isinstance(node.func, ast.Name):
            yield f"{node.func.id}()"
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from (f"@{ast.unparse(one).split('(')[0]}" for one in node.decorator_list)
    yield from (name for kind, name in _CONSTRUCTS.items() if isinstance(node, kind))


def _used_in_answer(source: str) -> set[str]:
    """What the lines between the markers use, but for what they define and everybody knows."""
    tree = parsed(source)
    marked = [
        range(first, first + match[0].count("\n") + 1)
        for match in SOLUTION.finditer(source)
        for first in [source.count("\n", 0, match.start()) + 1]
    ]
    used: set[str] = set()
    own: set[str] = set(_KNOWN_CALLS)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            own.add(node.attr)
        if any(getattr(node, "lineno", 0) in lines for lines in marked):
            used.update(_uses(node))
    raised = {name for name in dir(builtins) if name.endswith(("Error", "Exception"))}
    mine = {f"{name}()" for name in own | raised} | {f".{name}()" for name in own}
    return used - mine


def _shown_in_text(source: str) -> set[str]:
    """Calls and constructs in the code of a markdown cell, and in the words of hints."""
    shown = {f"{name}()" for name in re.findall(r"(?<![\w.])([A-Za-z_]\w*)\(", source)}
    shown |= {f".{name}()" for name in re.findall(r"\.([A-Za-z_]\w*)\(", source)}
    for fence in re.findall(r"^ *```\w*\n(.*?)^ *```", source, re.DOTALL | re.MULTILINE):
        lines = fence.splitlines()
        said = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
        shown |= _used(parsed("\n".join(said or lines)))
    return shown
