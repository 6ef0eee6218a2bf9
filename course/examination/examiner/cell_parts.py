"""The second wall: a test cell runs in a process of its own, which takes nothing along.

`depend` finds out from the texts which cells must share a process (a part of the notebook), and
what else of a test's names later parts need. `Parts` is the examiner's own process at work: it
forks one for each part, and passes the cell's text in and its report out unread. Such a process has
no other cell's text, and no socket to the conductor; all that it starts ends with it.
"""

import ast
import dis
import gc
import json
import os
import re
import signal
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from course.examination.examiner.cell_text import (
    LOADS,
    LOOKS_AROUND,
    Author,
    is_builtin,
    is_name,
    is_plain,
    journal_of,
    stored_names,
    walk_code,
    without_magic,
    words,
)
from course.examination.shared.file_sync import speaks_of_files
from course.examination.shared.library_names import MODULES
from course.examination.shared.syntax_trees import code_of, tree_of
from course.sandbox import linux
from course.sandbox.jail import WORK

_LENGTH: Final = 4  # bytes, as in conductor.py


class PartEnded(Exception):  # noqa: N818 - what has happened
    """A part's process has ended without a report."""


@dataclass(kw_only=True)
class _Process:
    """A part's process, as the examiner knows it."""

    part: int
    pid: int
    orders: int  # a pipe into it
    reports: int  # a pipe out of it


class Pipes:
    """The two pipes as a part's process sees them, in the place of a socket."""

    def __init__(self, orders: int, reports: int) -> None:
        self.orders, self.reports = orders, reports

    def recv(self, size: int) -> bytes:
        """Read at most so many bytes."""
        return os.read(self.orders, size)

    def sendall(self, data: bytes) -> None:
        """Write all of it."""
        left = memoryview(data)
        while left:
            left = left[os.write(self.reports, left) :]


class Untouched:
    """Folders that no part's process may leave changed: later ones import from them."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = [folder for folder in folders if folder.is_dir()]
        self.stamps = self._stamps()
        self.contents = {path: path.read_bytes() for path in self.stamps}

    def _stamps(self) -> dict[Path, tuple[int, int, int]]:
        """Give each file's inode, size and time of change, which no program can set back."""
        stamps = {}
        for folder in self.folders:
            for path in folder.rglob("*"):
                state = path.lstat()
                if not path.is_dir() or path.is_symlink():
                    stamps[path] = (state.st_ino, state.st_size, state.st_ctime_ns)
        return stamps

    def restore(self) -> None:
        """Put back what was changed, and take away what was added."""
        present = self._stamps()
        if present == self.stamps:
            return
        for path in present.keys() - self.stamps.keys():
            path.unlink()
        for path, stamp in self.stamps.items():
            if present.get(path) != stamp:
                path.unlink(missing_ok=True)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.contents[path])
        self.stamps = self._stamps()


class Parts:
    """Runs cells in processes of their own, one for each part, forked from this one.

    `work` is what such a process does with its pipes until it is ended; `forking` is called
    before each fork, `ended` after each end.
    """

    def __init__(
        self,
        control: socket.socket,
        work: Callable[[Pipes], None],
        *,
        forking: Callable[[], None],
        ended: Callable[[], None],
    ) -> None:
        self.control, self.work = control, work
        self.forking, self.ended = forking, ended
        self.process: _Process | None = None
        self.frozen = False

    def read(self) -> dict[str, Any] | None:
        """Read the conductor's next message and not a byte more; None at the end."""
        head = self._exactly(_LENGTH)
        if not head:
            return None
        message: dict[str, Any] = json.loads(self._exactly(int.from_bytes(head, "big")))
        return message

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size and (more := self.control.recv(size - len(data))):
            data += more
        return bytes(data)

    def run(self, cell: str, part: int) -> None:
        """Let the cell that comes next on the control socket run, and pass its report on."""
        if self.process is None or self.process.part != part:
            self.end()
            self.process = self._fork(part)
        process = self.process
        with _interrupts_for(process.pid):
            size = self._exactly(_LENGTH)
            os.write(process.orders, size)
            _move(self.control.fileno(), process.orders, int.from_bytes(size, "big"))
            size = os.read(process.reports, _LENGTH)
            if len(size) < _LENGTH:
                raise PartEnded
            head = json.dumps({"id": cell, "part": part}).encode()
            self.control.sendall(len(head).to_bytes(_LENGTH, "big") + head + size)
            _move(process.reports, self.control.fileno(), int.from_bytes(size, "big"))

    def _fork(self, part: int) -> _Process:
        self.forking()
        if not self.frozen:
            gc.freeze()  # the collector must not touch, and so copy, what all of them share
            self.frozen = True
        (orders, mine_out), (mine_in, reports) = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self.control.close()
                os.close(mine_out)
                os.close(mine_in)
                with suppress(OSError):  # the sandbox sees to it, and forbids the call
                    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
                self.work(Pipes(orders, reports))
                code = 0
            finally:
                os._exit(code)
        os.close(orders)
        os.close(reports)
        return _Process(part=part, pid=pid, orders=mine_out, reports=mine_in)

    def end(self) -> None:
        """End the running part, with everything that it has started."""
        process, self.process = self.process, None
        if process is None:
            return
        os.close(process.orders)
        os.close(process.reports)
        os.kill(process.pid, signal.SIGKILL)
        if os.getpid() == 1 and Path.cwd() == Path(WORK):  # all others here are its children
            with suppress(ProcessLookupError):
                os.kill(-1, signal.SIGKILL)
        os.waitpid(process.pid, 0)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        self.ended()


def _move(source: int, target: int, size: int) -> None:
    """Move bytes from a socket to a pipe or back, without a copy of them in this process."""
    while size:
        moved = os.splice(source, target, size)
        if not moved:
            raise PartEnded
        size -= moved


@contextmanager
def _interrupts_for(pid: int) -> Iterator[None]:
    """Pass SIGINT on to a part's process: it is the one whose cell takes too long."""

    def pass_on(*_: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)

    while signal.sigtimedwait({signal.SIGINT}, 0) is not None:
        pass
    before = signal.signal(signal.SIGINT, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, before)


# -- which cells depend on each other --


@dataclass(frozen=True, kw_only=True)
class Dependence:
    """How a notebook's cells depend on each other: for the process that each of them runs in.

    Cells of one `part` share a process; it ends with the part. What later parts need of a test's
    imports, helpers and constants is carried on: `carried` gives the statements of a cell that
    involve nothing of a learner's, with their last lines.
    """

    parts: tuple[int, ...]  # for each cell
    apart: tuple[bool, ...]  # for each cell: does its part need a process of its own?
    carried: tuple[tuple[tuple[int, str], ...], ...]  # for each cell


@dataclass(kw_only=True)
class _Statement:
    """One statement of a cell's own level."""

    node: ast.stmt
    text: str
    last_line: int
    loads: set[str]  # names that it reads, those inside functions included
    inner: set[str]  # of these, names that only a function's body reads
    stores: set[str]
    patches: set[str]  # attributes of other things that it sets
    said: set[str]  # names in its texts, where it looks for names
    magic: set[str]  # words of IPython's own lines
    own: bool  # nothing of a learner's is involved, as far as its form tells
    fixed: bool  # what it binds cannot be changed by who gets it


def depend(cells: Iterable[Mapping[str, str]], author: Author) -> Dependence:
    """Find out which cells must share a process, and what of a test others need.

    `cells` are all code cells in order (`role`, `source`). A plain test (cell_text.py) can be
    lost to nobody; it has a process of its own where one that can comes later, and must not find
    its text.
    """
    listed = list(cells)
    # A learner's cell is no matter here: what it binds is asked for in the candidate.
    bodies = [_statements(c["source"]) if c["role"] in ("test", "locked") else [] for c in listed]
    known = {name for name, module in author.imports.items() if _is_library(module)}
    carried: list[set[int]] = [set() for _ in listed]
    ends = list(range(len(listed)))  # the last cell that needs the process of this one
    given: dict[str, int] = {}  # name -> the last test that binds it
    safe: set[str] = set(known)  # names of libraries, and what was carried
    for place, body in enumerate(bodies):
        needs = _exposed(body)
        for name in sorted(needs & given.keys()):
            origin = given[name]
            chosen = _closure(bodies[origin], name, safe)
            if chosen is None:
                ends[origin] = max(ends[origin], place)
            else:
                carried[origin] |= chosen
                safe |= {n for index in chosen for n in bodies[origin][index].stores}
        for origin, earlier in enumerate(bodies[:place]):
            changed = {name for s in earlier for name in s.patches}
            if listed[origin]["role"] == "test" and changed & _mentioned(body):
                ends[origin] = max(ends[origin], place)
        if listed[place]["role"] == "test":
            given |= dict.fromkeys((n for s in body for n in s.stores | s.magic), place)
        else:
            for name in {n for s in body for n in s.stores}:
                given.pop(name, None)
    _join_journals(listed, author, ends)
    parts = _parts(ends, [c["role"] for c in listed])
    return Dependence(
        parts=parts,
        apart=_apart(parts, listed, author),
        carried=tuple(
            tuple((body[i].last_line, body[i].text) for i in sorted(chosen))
            for body, chosen in zip(bodies, carried, strict=True)
        ),
    )


def _join_journals(cells: list[Mapping[str, str]], author: Author, ends: list[int]) -> None:
    """Let tests of one journal that follow each other share a process, and so its replay.

    If the journal could break out in one of them it could in each: they are one test already.
    """
    tests = [place for place, cell in enumerate(cells) if cell["role"] == "test"]
    journals = {place: journal_of(cells[place]["source"], author) for place in tests}
    for place, after in pairwise(tests):
        locked_between = any(cell["role"] == "locked" for cell in cells[place:after])
        if journals[place] is not None and journals[place] == journals[after]:
            ends[place] = ends[place] if locked_between else max(ends[place], after)


def _apart(
    parts: tuple[int, ...], cells: list[Mapping[str, str]], author: Author
) -> tuple[bool, ...]:
    """Say which parts run apart: all up to the last that is not plain; never the very last one."""
    tests = [place for place, cell in enumerate(cells) if cell["role"] == "test"]
    needing = [parts[p] for p in tests if not is_plain(cells[p]["source"], author)]
    last, until = parts[tests[-1]] if tests else 0, max(needing, default=-1)
    return tuple(part < last and part <= until for part in parts)


def _parts(ends: list[int], roles: list[str]) -> tuple[int, ...]:
    """Number the parts; one that spans a locked cell goes on to the end of the notebook."""
    parts: list[int] = []
    until, part = -1, -1
    for place, end in enumerate(ends):
        if place > until:
            part, until = part + 1, place
        until = max(until, end)
        if "locked" in roles[place + 1 : until + 1]:
            until = len(ends) - 1
        parts.append(part)
    return tuple(parts)


def _statements(source: str) -> list[_Statement]:
    """Read a cell's own level; of IPython's own lines only the words are known."""
    plain = without_magic(source)
    lines, before = plain.splitlines(), source.splitlines()
    # Lines are replaced one by one; the words of those that were are all that is known of them.
    changed = [old for old, new in zip(before, lines, strict=False) if old != new]
    magic = {word for line in changed for word in re.findall(r"\w+", line)}
    try:
        tree = tree_of(plain)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    body = [_statement(node, lines) for node in tree.body]
    if magic and body:
        for statement in body:
            statement.own = False
        body[-1].magic = magic
    return body


def _statement(node: ast.stmt, lines: list[str]) -> _Statement:
    nodes = list(ast.walk(node))
    loads = _globals_of(node)
    said: set[str] = set()
    if loads & LOOKS_AROUND:  # only there do names stand in texts
        said = {w for n in nodes if isinstance(n, ast.Constant) for w in _words_of(n.value)}
    defined = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    direct = _direct(node) if defined else loads
    stores = {str(getattr(node, "name", ""))} if defined else set(stored_names(nodes))
    stores -= set() if defined else _local_names(nodes)
    identifiers = {n.id for n in nodes if isinstance(n, ast.Name)}
    identifiers |= {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    patches = {
        n.attr
        for n in nodes
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, (ast.Store, ast.Del))
    }
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return _Statement(
        node=node,
        text="\n".join(lines[first - 1 : node.end_lineno]),
        last_line=node.end_lineno or node.lineno,
        loads=loads,
        inner=loads - direct,
        stores=stores,
        patches=patches,
        said=said,
        magic=set(),
        own=_is_own(node, nodes) and not speaks_of_files(identifiers),
        fixed=defined or isinstance(node, (ast.Import, ast.ImportFrom)) or _is_constant(node),
    )


def _words_of(value: object) -> set[str]:
    if not isinstance(value, str) or not 0 < len(value) < 2_000:
        return set()
    return {value} if is_name(value) else words(value)


def _direct(node: ast.AST) -> set[str]:
    """Names that a definition reads when it is executed: not those in functions' bodies."""
    names: set[str] = set()
    waiting: list[ast.AST] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            waiting += [*getattr(here, "decorator_list", []), *here.args.defaults]
            waiting += [d for d in here.args.kw_defaults if d is not None]
            waiting += [
                a.annotation for a in ast.walk(here.args) if isinstance(a, ast.arg) and a.annotation
            ]
            continue
        if isinstance(here, ast.Name) and isinstance(here.ctx, ast.Load):
            names.add(here.id)
        waiting += ast.iter_child_nodes(here)
    return names


def _inner_targets(node: ast.AST) -> set[str]:
    """Names that a statement binds before it reads them: of loops, with, except, comprehensions."""
    targets: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, (ast.For, ast.AsyncFor, ast.comprehension)):
            targets.update(n.id for n in ast.walk(inner.target) if isinstance(n, ast.Name))
        elif isinstance(inner, ast.withitem) and inner.optional_vars is not None:
            targets.update(n.id for n in ast.walk(inner.optional_vars) if isinstance(n, ast.Name))
        elif isinstance(inner, ast.ExceptHandler) and inner.name:
            targets.add(inner.name)
        elif isinstance(inner, ast.arg):
            targets.add(inner.arg)
    return targets


def _local_names(nodes: list[ast.AST]) -> set[str]:
    """Names that functions and comprehensions inside a statement keep to themselves."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.comprehension):
            names.update(n.id for n in ast.walk(node.target) if isinstance(n, ast.Name))
    return names


def _is_own(node: ast.AST, nodes: list[ast.AST]) -> bool:
    """Tell whether a statement's form lets it be executed twice, and away from the learner's."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
        return all(_is_library(name) for name in names)
    if isinstance(node, (ast.Assert, ast.Expr, ast.Delete, ast.Raise)) or any(
        isinstance(n, (ast.Await, ast.Yield, ast.YieldFrom, ast.Global)) for n in nodes[:1]
    ):
        return False
    return isinstance(
        node, (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    )


def _is_constant(node: ast.AST) -> bool:
    """Tell whether a statement assigns numbers, texts or tuples of them."""
    return isinstance(node, ast.Assign) and all(
        isinstance(n, (ast.Constant, ast.Tuple, ast.UnaryOp, ast.USub, ast.Load))
        for n in ast.walk(node.value)
    )


def _is_library(name: str) -> bool:
    top = name.partition(".")[0]
    return top in MODULES and top != "course"


def _mentioned(body: list[_Statement]) -> set[str]:
    names = {name for s in body for name in s.loads | s.stores | s.patches}
    return names | {w for s in body for w in re.findall(r"\w+", s.text)}


def _exposed(body: list[_Statement]) -> set[str]:
    """Names that a cell reads and has not bound before."""
    everything = {name for s in body for name in s.stores}
    exposed: set[str] = set()
    bound: set[str] = set()
    for statement in body:
        exposed |= (_read_first([statement.node], bound) & statement.loads) - statement.inner
        exposed |= (statement.inner | statement.said) - everything
    return exposed | {n for s in body for n in s.magic - everything}


def _read_first(nodes: list[ast.stmt], bound: set[str]) -> set[str]:
    """Names that statements read before they bind them; `bound` grows by what they bind."""
    exposed: set[str] = set()
    for node in nodes:
        blocks = [b for b in (getattr(node, n, []) for n in ("body", "orelse", "finalbody")) if b]
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or not blocks:
            exposed |= _loads_of(node) - bound
            bound |= set(stored_names(list(ast.walk(node))))
            continue
        heads = [
            n
            for n in ast.iter_child_nodes(node)
            if not isinstance(n, (ast.stmt, ast.ExceptHandler))
        ]
        exposed |= {name for head in heads for name in _loads_of(head)} - bound
        bound |= _inner_targets(node)
        handlers = [h.body for h in getattr(node, "handlers", [])]
        ends = []
        for block in (*blocks, *handlers):
            here = set(bound)
            exposed |= _read_first(block, here)
            ends.append(here)
        if isinstance(node, ast.If):
            bound |= set.intersection(*ends) if len(ends) == 2 else set()
        else:
            bound |= set[str]().union(*ends)
    return exposed


def _loads_of(node: ast.AST) -> set[str]:
    loads = {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        loads.add(node.target.id)
    return loads - _inner_targets(node)


def _globals_of(node: ast.stmt) -> set[str]:
    """Names of the notebook that a statement reads, inside functions too, as Python compiles it."""
    try:
        module = ast.Module(body=[node], type_ignores=[])
        code = code_of(module, "<cell>")
    except (SyntaxError, ValueError, RecursionError):
        return set()
    names: set[str] = set()
    for inner in walk_code(code):
        steps = list(dis.get_instructions(inner))
        own = {s.argval for s in steps if s.opname == "STORE_NAME"} if inner is not code else set()
        names |= {s.argval for s in steps if s.opname in LOADS} - own
    return names


def _closure(body: list[_Statement], name: str, safe: set[str]) -> set[int] | None:
    """Find the statements of a test that make a name; None where a learner's may be involved."""
    chosen: set[int] = set()
    waiting, seen = [name], set[str]()
    while waiting:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        makers = [i for i, s in enumerate(body) if wanted in s.stores]
        for index in makers:
            statement = body[index]
            if not statement.own or (len(makers) > 1 and not statement.fixed):
                return None
            chosen.add(index)
            for other in statement.loads:
                if any(other in s.stores for s in body):
                    waiting.append(other)
                elif other not in safe and not (is_builtin(other) and other not in _REACHING):
                    if other in statement.inner:
                        continue  # asked for when the function is called, as here
                    return None
        if not makers:
            return None
        changeable = not all(body[i].fixed for i in makers)
        if changeable and any(wanted in s.loads for s in body if not s.own):
            return None
    return chosen if not _calls_unsafe(body, chosen, safe) else None


# Builtins by which a statement reaches more than its own names.
_REACHING = LOOKS_AROUND | {"input", "open", "compile", "__import__", "breakpoint"}


def _calls_unsafe(body: list[_Statement], chosen: set[int], safe: set[str]) -> bool:
    """Tell whether a chosen statement may call a function that knows names of a learner's."""
    made = {name: s for s in body for name in s.stores}
    for index in chosen:
        statement = body[index]
        if (
            statement.fixed
            and "@" not in statement.text
            and "(" not in statement.text.partition(":")[0]
        ):
            continue
        for name in statement.loads - statement.inner:
            inner = made[name].inner if name in made else set()
            if any(n not in safe and n not in made and not is_builtin(n) for n in inner):
                return True
    return False
