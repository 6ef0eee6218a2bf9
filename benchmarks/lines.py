"""How many lines each room of course/ has: code, docstrings, comments, blank ones.

A line counts once: as code where it holds any token of it, else as docstring, comment or blank.
Docstrings come from ast, comments from tokenize, so a `#` inside text is none.
"""

import ast
import json
import tokenize
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

COURSE: Final = Path(__file__).resolve().parents[1] / "course"
SHORT: Final = 60  # a file with fewer lines needs a reason
_NO_CODE: Final = frozenset(
    {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENCODING,
        tokenize.ENDMARKER,
    }
)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Counts over one file or many."""

    files: int = 0
    code: int = 0
    docstrings: int = 0
    comments: int = 0
    blank: int = 0
    beside: int = 0  # comments beside code, whose lines are counted as code
    fmt_skips: int = 0

    def __add__(self, other: "Lines") -> "Lines":
        return Lines(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        )

    @property
    def total(self) -> int:
        """All lines."""
        return self.code + self.docstrings + self.comments + self.blank


@dataclass(frozen=True, kw_only=True)
class Survey:
    """Counts of a package by room, and its files' lengths by path."""

    rooms: dict[str, Lines]
    lengths: dict[str, int]

    @property
    def total(self) -> Lines:
        """Counts over all rooms."""
        return sum(self.rooms.values(), Lines())

    @property
    def short(self) -> list[str]:
        """Paths of the files with fewer lines than SHORT, doors (`__init__.py`) aside."""
        return [
            path
            for path, length in self.lengths.items()
            if length < SHORT and not path.endswith("__init__.py")
        ]

    @property
    def longest(self) -> str:
        """Path of the file with the most lines."""
        return max(self.lengths, key=self.lengths.__getitem__)


def count(path: Path) -> Lines:
    """Count the lines of one Python file."""
    with tokenize.open(path) as file:
        text = file.read()
    with path.open("rb") as raw:
        tokens = list(tokenize.tokenize(raw.readline))
    docstrings = set(_docstring_lines(ast.parse(text)))
    comments = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    code = {
        line
        for token in tokens
        if token.type not in _NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    } - docstrings
    beside = comments & (code | docstrings)
    comments -= beside
    total = len(text.splitlines())
    return Lines(
        files=1,
        code=len(code),
        docstrings=len(docstrings),
        comments=len(comments),
        blank=total - len(code) - len(docstrings) - len(comments),
        beside=len(beside),
        fmt_skips=sum(
            token.type == tokenize.COMMENT and "fmt: skip" in token.string for token in tokens
        ),
    )


def survey(package: Path = COURSE) -> Survey:
    """Count each room of a package; files directly in it stand under its own name."""
    rooms: dict[str, Lines] = {}
    lengths: dict[str, int] = {}
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        room = place.parts[0] if len(place.parts) > 1 else package.name
        lines = count(path)
        rooms[room] = rooms.get(room, Lines()) + lines
        lengths[place.as_posix()] = lines.total
    return Survey(rooms=rooms, lengths=lengths)


def bench_lines(*, as_json: bool) -> None:
    """Print the counts as a table, or as JSON."""
    counted = survey()
    if as_json:
        print(
            json.dumps(
                {
                    "rooms": {room: asdict(lines) for room, lines in counted.rooms.items()},
                    "total": asdict(counted.total) | {"lines": counted.total.total},
                    "short": counted.short,
                    "longest": {counted.longest: counted.lengths[counted.longest]},
                },
                indent=2,
            )
        )
        return
    print(
        f"{'room':16}{'files':>7}{'code':>8}{'docstr.':>9}{'comments':>10}{'blank':>7}{'all':>8}{'beside':>8}"
    )
    for room, lines in [*sorted(counted.rooms.items()), ("total", counted.total)]:
        print(
            f"{room:16}{lines.files:7}{lines.code:8}{lines.docstrings:9}{lines.comments:10}"
            f"{lines.blank:7}{lines.total:8}{lines.beside:8}"
        )
    print(
        f"\n{len(counted.short)} files below {SHORT} lines; the longest is {counted.longest} with "
        f"{counted.lengths[counted.longest]}; {counted.total.fmt_skips} times `# fmt: skip`; "
        "`beside` are comments beside code"
    )


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if (
            not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            or ast.get_docstring(node, clean=False) is None
        ):
            continue
        text = node.body[0]
        assert text.end_lineno is not None
        yield from range(text.lineno, text.end_lineno + 1)
