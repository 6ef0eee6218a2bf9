"""What a type checker says about a text, and what callers get when a signature changes, for 102.

Texts are checked and never run. The wrong uses by which answers are graded stand in the notebook's
hidden tests, and no answer to an exercise stands here.
"""

import ast
import atexit
import functools
import gc
import inspect
import io
import os
import re
import tempfile
import tokenize
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart by the colour-blind, and each also differs in lightness.
_BLUE, _VERMILLION, _GREY = "#0072B2", "#D55E00", "#999999"

# ---- What mypy says

_COMPLAINT = re.compile(r"(\w+)\.py:(\d+): error: (.*)", re.DOTALL)
_SILENCERS = {"Any", "cast", "no_type_check", "TYPE_CHECKING"}
_KNOWN: dict[str, bytes] = {}  # what mypy keeps of Python's own modules, by the file's name
_SILENCING = re.compile(r"#\s*(type:\s*ignore|mypy:|pyright:)")


def complaints(text: str, uses: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Check a module, and pieces of code that use it, by `mypy --strict`, without running them.

    Parameters
    ----------
    text
        The module.
    uses
        Title -> lines that may use every public name of the module.

    Returns
    -------
    dict of str to list of str
        Under `"text"` what is said of the module, and under each title what is said of that use.
        A complaint begins with its line, such as `line 3: Name "fee" is not defined`.
    """
    uses = {} if uses is None else uses
    names = {"text": "desk"} | {title: f"use_{n}" for n, title in enumerate(uses)}
    texts = {"desk": text} | {
        names[title]: f"from desk import *\n{use}" for title, use in uses.items()
    }
    titles = {name: title for title, name in names.items()}
    said: dict[str, list[str]] = {title: [] for title in names}
    for line in _mypy(texts):
        match = _COMPLAINT.fullmatch(line)
        if match is not None and match[1] in titles:
            title = titles[match[1]]
            number = int(match[2]) - (title != "text")  # a use begins below our own import
            said[title].append(f"line {number}: {match[3].replace('  [', ' [')}")
        elif ": error: " in line:
            said["text"].append(line)  # about a file that the module imports
    return said


def silencers(text: str) -> list[str]:
    """Find what makes a checker look away: `Any`, `cast`, comments for it, and their like.

    Raises
    ------
    SyntaxError
        Where the text is no Python.
    """
    nodes = list(ast.walk(ast.parse(text)))
    names = {str(getattr(node, key, "")) for node in nodes for key in ("id", "attr", "name")}
    comments = [
        token.string
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    ]
    asked = [comment for comment in comments if _SILENCING.search(comment)]
    return sorted(names & _SILENCERS) + asked


def cell(*functions: Callable[..., Any]) -> str:
    """Give the text of the cells or files in which functions were defined, each once, in order."""
    texts = ("".join(inspect.findsource(function)[0]) for function in functions)
    return "\n".join(dict.fromkeys(texts))


def check(*functions: Callable[..., Any], use: str = "") -> None:
    """Print what mypy says about the cells of functions, and about lines that use them.

    A complaint about a cell names one of the functions, and counts lines within its cell.
    """
    cells: dict[str, str] = {}
    for function in functions:
        cells.setdefault(cell(function), function.__qualname__)
    said = complaints("\n".join(cells), {"use": use})
    lines = [_in_cell(line, cells) for line in said["text"]]
    lines += [f"use {line}" for line in said["use"]]
    for line in lines or ["mypy has nothing to say"]:
        print(line)  # noqa: T201 - it is for seeing


def _in_cell(complaint: str, cells: Mapping[str, str]) -> str:
    """Say in which of the joined cells a complaint lies, and count its line there."""
    match = re.fullmatch(r"line (\d+): (.*)", complaint, re.DOTALL)
    if match is None:  # about another file, which it names
        return complaint
    begins, owner, before = 0, "", 0
    for text, name in cells.items():
        if begins < int(match[1]):
            owner, before = name, begins
        begins += text.count("\n") + 1
    return f"cell of {owner}, line {int(match[1]) - before}: {match[2]}"


def prepare() -> None:
    """Have mypy read Python's own modules, for the processes that are forked from this one.

    Each of them begins with what was read here, and needs a tenth of the processor time.
    """
    complaints("import abc, collections.abc, dataclasses, typing\n")
    folder = Path(_cache(os.getpid()))
    files = (path for path in folder.rglob("*") if path.is_file())
    _KNOWN.update({str(path.relative_to(folder)): path.read_bytes() for path in files})
    _cache.cache_clear()  # a child may have this process's number, and another folder of that name


def _mypy(texts: Mapping[str, str]) -> list[str]:
    from mypy import build, main, modulefinder
    from mypy.errors import CompileError

    strict = ["--strict", "--no-site-packages", "--config-file=", "--hide-error-context"]
    _, options = main.process_options([*strict, f"--cache-dir={_cache(os.getpid())}", "-c", "pass"])
    sources = [modulefinder.BuildSource(f"{name}.py", name, text) for name, text in texts.items()]
    thresholds = gc.get_threshold()
    try:
        return list(build.build(sources, options).errors)
    except CompileError as error:
        return list(error.messages)
    finally:
        gc.set_threshold(*thresholds)  # mypy raises them and leaves it at that


@functools.cache
def _cache(_process: int) -> str:
    """A folder for what mypy knows of Python's own modules: of one process, and gone with it."""
    folder = tempfile.TemporaryDirectory(prefix="mypy-")
    atexit.register(folder.cleanup)
    for name, content in _KNOWN.items():
        path = Path(folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder.name


# ---- Six reports about the help desk

PLAIN = """\
class Payment:
    def __init__(self, plate: str, cents: int) -> None:
        self.plate, self.cents = plate, cents

def find(plate: str) -> Payment | None: ...
def parts(row: str) -> list[str]: ...
def fee(minutes: int) -> int: ...
def bill(plate: str, cents: int, minutes: int) -> str: ...
def write(payment: Payment) -> None: ...
def mail(payment: Payment) -> None: ...

payment, row = Payment("KA-1", 450), "KA-1;4200;450"
minutes, cents = 4200, 450
"""
"""The help desk with types as most people write them: only the signatures."""

UNITS = """\
from typing import NewType

Cents = NewType("Cents", int)
Minutes = NewType("Minutes", int)

class Payment:
    def __init__(self, plate: str, cents: Cents) -> None:
        self.plate, self.cents = plate, cents

def find(plate: str) -> Payment | None: ...
def parts(row: str) -> list[str]: ...
def fee(minutes: Minutes) -> Cents: ...
def bill(plate: str, cents: Cents, minutes: Minutes) -> str: ...
def write(payment: Payment) -> None: ...
def mail(payment: Payment) -> None: ...

payment, row = Payment("KA-1", Cents(450)), "KA-1;4200;450"
minutes, cents = Minutes(4200), Cents(450)
"""
"""The same signatures with units."""

REPORTS: dict[str, str] = {
    "The job stops at a car that is not in the book": 'find("KA-9").cents',
    "A customer gets a bill of 42.00 EUR instead of 4.50": 'bill("KA-1", minutes, cents)',
    "15 minutes are free, but the contract says 10": "free = minutes <= 15",
    "The job stops at every row of the new machines": "parts(row)[2] >= fee(minutes)",
    "The letter goes out, then the entry fails": "mail(payment); write(payment)",
    "All receipts of Tuesday crash the printer": '"Receipt for " + payment.plat',
}
"""Six reports about the help desk: what somebody wrote to us -> the line at fault."""


def seen(desk: str) -> dict[str, bool]:
    """Say of each of the six reports whether mypy complains about the line at fault."""
    said = complaints(desk, REPORTS)
    return {report: bool(said[report]) for report in REPORTS}


# ---- A module without types, for the first exercise

DESK = """\
class Stay:
    def __init__(self, plate, minutes):
        self.plate, self.minutes = plate, minutes

class Receipt:
    def __init__(self, plate, paid):
        self.plate, self.paid = plate, paid

def parse(row):
    plate, _, minutes = row.partition(";")
    return Stay(plate, int(minutes)) if minutes.isdecimal() else None

def fee(minutes):
    return 2 * minutes if minutes > 15 else 0

def pay(stay, cents):
    return Receipt(stay.plate, cents) if cents >= fee(stay.minutes) else None

def total(receipts):
    return sum(receipt.paid for receipt in receipts)

def refund(receipt):
    return f"{receipt.plate}: {receipt.paid} cents back"
"""
"""The desk at the exit, as it grew."""


# ---- Nine calls of a function whose second parameter was exchanged


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A file that calls `book`, and what its author wanted when it was written."""

    file: str
    arguments: tuple[object, ...] = ()
    keywords: tuple[tuple[str, object], ...] = ()
    wish: str
    letter: bool = True
    zone: str | None = None
    tries: int = 1
    test: bool = False

    def __str__(self) -> str:
        """Give the call as it stands in the file."""
        words = [*map(repr, self.arguments), *(f"{k}={v!r}" for k, v in self.keywords)]
        return f"book({', '.join(['row', *words])})"


CALLS = (
    Caller(file="night.py", wish="as usual"),
    Caller(file="kiosk.py", arguments=(True,), wish="a test", test=True),
    Caller(file="bank.py", arguments=(False, None, 3), wish="no test, three tries", tries=3),
    Caller(file="refunds.py", keywords=(("letter", False),), wish="no letter", letter=False),
    Caller(file="app.py", arguments=(True, "rim"), wish="a letter, in the rim", zone="rim"),
    Caller(file="fines.py", arguments=(False,), wish="no letter", letter=False),
    Caller(file="web.py", keywords=(("tries", 3),), wish="three tries", tries=3),
    Caller(file="coins.py", arguments=(None, None, 3), wish="as usual, three tries", tries=3),
    Caller(file="smoke.py", keywords=(("test", True),), wish="a test", test=True),
)
"""Nine calls of `book`: all were right when they were written, some of them two years ago."""


def show_calls(calls: Sequence[Caller] = CALLS) -> None:
    """Print calls, each with its file and the wish of its author."""
    for call in calls:
        print(f"{call.file:11} {call!s:29} wanted: {call.wish}")  # noqa: T201 - it is for seeing


def outcomes(book: Callable[..., Any], calls: Sequence[Caller] = CALLS) -> dict[str, list[str]]:
    """Say what callers get from a signature, by binding each call to it. Nothing is called.

    Parameters
    ----------
    book
        A function whose parameters, beside the first, are among `letter`, `zone`, `tries`, `test`.
    calls
        The calls.

    Returns
    -------
    dict of str to list of str
        The files of the calls under `"as wanted"`, `"silently wrong"` and `"refused"`.
    """
    signature = inspect.signature(book)
    files: dict[str, list[str]] = {"as wanted": [], "silently wrong": [], "refused": []}
    for call in calls:
        try:
            bound = signature.bind("row", *call.arguments, **dict(call.keywords))
        except TypeError:
            files["refused"].append(call.file)
            continue
        bound.apply_defaults()
        got = {"letter": True, "zone": None, "tries": 1, "test": False} | bound.arguments
        right = (bool(got["letter"]), got["zone"], got["tries"], bool(got["test"])) == (
            call.letter, call.zone, call.tries, call.test,
        )  # fmt: skip
        files["as wanted" if right else "silently wrong"].append(call.file)
    return files


def draw_outcomes(books: Mapping[str, Callable[..., Any]]) -> "Figure":
    """Draw what the nine calls get from each signature, as bars of nine.

    Parameters
    ----------
    books
        Title -> function, as `outcomes` takes it.

    Returns
    -------
    matplotlib.figure.Figure
        Closed already, so that a notebook shows it once.
    """
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(8.2, 0.6 * len(books) + 1.6), dpi=80)
    looks = {
        "as wanted": (_BLUE, ""),
        "refused": (_GREY, "//"),
        "silently wrong": (_VERMILLION, "xx"),
    }
    for row, book in enumerate(books.values()):
        files, left = outcomes(book), 0
        for kind, (color, hatch) in looks.items():
            count = len(files[kind])
            axis.barh(
                row, count, left=left, color=color, hatch=hatch, edgecolor="white",
                label=kind if row == 0 else None,
            )  # fmt: skip
            if count:
                axis.text(
                    left + count / 2, row, str(count), ha="center", va="center", fontsize=11,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
                )  # fmt: skip
            left += count
    axis.set_yticks(range(len(books)), list(books), fontsize=10)
    axis.set_ylim(len(books) - 0.4, -0.6)
    axis.set_xlim(0, len(CALLS))
    axis.set_xlabel("calls of nine")
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.4, 1.0), frameon=False, fontsize=10)
    figure.tight_layout()
    plt.close(figure)
    return figure


# ---- Four situations with five designs each


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A function that is to be designed, five designs, and two things that will happen."""

    name: str
    need: str
    designs: tuple[str, str, str, str, str]
    next_year: str
    colleague: str


SITUATIONS = (
    Situation(
        name="notice",
        need="After a booking most customers get a letter, and some get nothing.",
        designs=(
            "book(row, letter: bool = True)",
            "book(row, **options)",
            'book(row, *, notice: Literal["letter", "nothing"] = "letter")',
            "book(row, letter: bool | None = None)    # None: as the customer's contract says",
            "book_with_letter(row)    and    book_quietly(row)",
        ),
        next_year="some customers get a text message instead.",
        colleague="wants b. A caller writes `leter=False`.",
    ),
    Situation(
        name="outcome",
        need="Several times an hour a customer puts in too little. The display must show how\n"
        "  much is missing, and no caller may forget that this happens.",
        designs=(
            "pay(stay, cents) -> bool",
            "pay(stay, cents) -> Receipt              # raises TooLittle",
            "pay(stay, cents) -> Receipt | Missing    # callers end with assert_never",
            "pay(stay, cents) -> tuple[bool, Receipt | None, int, str]",
            "pay(stay, cents) -> Receipt | None",
        ),
        next_year="a bank can refuse the card, which is a third outcome.",
        colleague="wants a. The bank refuses, and `pay` gives False for that, too.",
    ),
    Situation(
        name="writer",
        need="The night writes payments. Two other teams bring books of their own, whose classes\n"
        "  we can't change. Each has `write(payment)`, and mypy should report a wrong one.",
        designs=(
            "night(rows, book: Book)                  # our class; others inherit from it",
            "night(rows, write: Callable[[Payment], None])",
            "night(rows, book: Writer)                # a Protocol with `write`",
            "night(rows, book: Any)",
            "night(rows, book: Base)                  # abstract methods; others inherit from it",
        ),
        next_year="our own book gets a method `close`, which the night doesn't call.",
        colleague="wants e, and adds `close` to Base, as an abstract method.",
    ),
    Situation(
        name="memory",
        need="`plan` skips the payments that it has seen. A caller may hand in numbers that were\n"
        "  seen before, and `plan` must leave them as they are.",
        designs=(
            "plan(rows, seen: set[str] = set())       # adds to `seen`",
            "plan(rows, seen: Collection[str] = ())   # makes a set of its own",
            "plan(rows)                               # adds to a global SEEN",
            "plan(rows, *seen_or_options)",
            "plan(rows, seen: Collection[str] | None = None)    # makes a set of its own",
        ),
        next_year="one process plans two days, one after the other.",
        colleague="wants a. The same thing happens to its callers.",
    ),
)
"""Four functions to design, for the second exercise."""


def show_situation(name: str) -> None:
    """Print a situation with its five designs, and what will happen."""
    one = next(situation for situation in SITUATIONS if situation.name == name)
    rows = [f"  {letter}  {design}" for letter, design in zip("abcde", one.designs, strict=True)]
    later = [f"  Next year {one.next_year}", f"  A colleague {one.colleague}"]
    print("\n".join([f"{one.name}: {one.need}", *rows, *later]))  # noqa: T201 - it is for seeing
