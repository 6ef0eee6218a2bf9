"""Tracebacks of cells, laid out as IPython does, at a hundredth of its price.

IPython parses and colours every file on the way, 20 to 40 ms for each exception. Here a frame is
its place and a few lines of linecache's. Frames of the grader, of IPython's own shell and of the
import system are left out: a learner's program is shown, not ours, and no path of this machine.
"""

import linecache
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, Final

from course.files import PACKAGE

WIDTH: Final = 75
CONTEXT: Final = 2  # lines before and after
MOST_FRAMES: Final = 20  # of one exception; the first and the last half
MOST_LINKS: Final = 5  # exceptions behind one another
SHORT_TEXT: Final = 200  # characters
MOST_PARTS: Final = 10  # of an exception group, or notes
_RED, _GREEN, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[39m"
_OURS: Final = tuple(f"{PACKAGE / room}{os.sep}" for room in ("examination", "sandbox"))
_SHELL: Final = f"IPython{os.sep}core{os.sep}"
_CAUSE: Final = "The above exception was the direct cause of the following exception:"
_CONTEXT: Final = "During handling of the above exception, another exception occurred:"
Message = Callable[[BaseException], str]


def render(
    error: BaseException, trace: TracebackType | None, cells: Mapping[str, int], message: Message
) -> list[str]:
    """Give an exception as nbformat's list of ANSI strings, what was behind it first.

    `cells` gives the number of the cell that a file name stands for; `message` says an
    exception's own words, whatever its `__str__` does.
    """
    links: list[tuple[BaseException, TracebackType | None, str]] = [(error, trace, "")]
    seen = {id(error)}
    while len(links) < MOST_LINKS:
        last = links[-1][0]
        behind, relation = last.__cause__, _CAUSE
        if behind is None and not last.__suppress_context__:
            behind, relation = last.__context__, _CONTEXT
        if behind is None or id(behind) in seen:
            break
        seen.add(id(behind))
        links.append((behind, behind.__traceback__, relation))
    parts: list[str] = []
    for place in range(len(links) - 1, -1, -1):
        link, its_trace, relation = links[place]
        parts += _one(link, its_trace, cells, message)
        if place:
            parts.append(f"\n{relation}\n")
    return parts


def _one(
    error: BaseException, trace: TracebackType | None, cells: Mapping[str, int], message: Message
) -> Iterator[str]:
    name = type(error).__name__
    if isinstance(error, SyntaxError) and error.filename in cells:
        yield _syntax(error, cells)
    else:
        yield f"{_RED}{'-' * WIDTH}{_PLAIN}"
        title = "Traceback (most recent call last)"
        yield f"{_RED}{name}{_PLAIN}{title:>{max(len(title) + 1, WIDTH - len(name))}}"
        frames = [(code, line) for code, line in _frames(trace) if _shown(code.co_filename)]
        half = MOST_FRAMES // 2
        for place, (code, line) in enumerate(frames):
            if half <= place < len(frames) - half and len(frames) > MOST_FRAMES:
                if place == half:
                    yield f"    [... {len(frames) - MOST_FRAMES} more frames ...]"
                continue
            yield _frame(code, line, cells)
    text = error.msg if isinstance(error, SyntaxError) else message(error)
    yield f"{_RED}{name}{_PLAIN}: {text}" if text else f"{_RED}{name}{_PLAIN}"
    notes = getattr(error, "__notes__", ())
    yield from (str(note) for note in tuple(notes)[:MOST_PARTS])
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions[:MOST_PARTS]:
            yield f"  + {_RED}{type(inner).__name__}{_PLAIN}: {message(inner)}"


def _frames(trace: TracebackType | None) -> Iterator[tuple[CodeType, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code, trace.tb_lineno or 0
        trace = trace.tb_next


def _shown(file: str) -> bool:
    return not (file.startswith((*_OURS, "<frozen ")) or _SHELL in file)


def _frame(code: CodeType, line: int, cells: Mapping[str, int]) -> str:
    within = ""
    if code.co_name != "<module>":
        parameters = ", ".join(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
        within = f", in {code.co_name}({parameters})"
    number = cells.get(code.co_filename)
    if number is None:
        shown = f"      {linecache.getline(code.co_filename, line).strip()}"
        return f"File {_GREEN}{short(code.co_filename)}:{line}{_PLAIN}{within}\n{shown}"
    lines = linecache.getlines(code.co_filename)
    rows = [f"Cell {_GREEN}In[{number}], line {line}{_PLAIN}{within}"]
    for at in range(max(1, line - CONTEXT), min(len(lines), line + CONTEXT) + 1):
        text = lines[at - 1].rstrip("\n")
        arrow = f"{'-' * max(1, 5 - len(str(at)))}> {at}"
        label = f"{_GREEN}{arrow:>7}{_PLAIN}" if at == line else f"{at:>7}"
        rows.append(f"{label} {text}".rstrip())
    return "\n".join(rows)


def failure_in(error: BaseException | None, file: str) -> dict[str, Any] | None:
    """Say where in a file an error came from, by its innermost frame there.

    Gives the `line`, and as `texts` what the names that its code uses were there, where that is a
    short text.
    """
    place = None
    trace = error.__traceback__ if error is not None else None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            place = trace
        trace = trace.tb_next
    if place is None:
        return None
    code, values = place.tb_frame.f_code, place.tb_frame.f_locals
    texts = {
        name: values[name]
        for name in (*code.co_names, *code.co_varnames)
        if type(values.get(name)) is str and len(values[name]) <= SHORT_TEXT
    }
    return {"line": place.tb_lineno, "texts": texts}


def short(file: str) -> str:
    """Name a library's file from its package on, any other by its last two parts."""
    for folder in sys.path:
        if folder and file.startswith(f"{folder}{os.sep}"):
            return file[len(folder) + 1 :]
    return "/".join(Path(file).parts[-2:])


def _syntax(error: SyntaxError, cells: Mapping[str, int]) -> str:
    place = f"  Cell {_GREEN}In[{cells[error.filename or '']}], line {error.lineno}{_PLAIN}"
    text = (error.text or "").rstrip("\n")
    caret = " " * max(0, (error.offset or 1) - 1 - (len(text) - len(text.lstrip()))) + "^"
    return f"{place}\n    {text.lstrip()}\n    {_RED}{caret}{_PLAIN}"
