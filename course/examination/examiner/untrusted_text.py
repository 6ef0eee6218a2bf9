"""Keeps the examiner from running what comes from the candidate: texts, pickles, modules.

`exec` and `eval` of a text that the tests' author did not write happen in the candidate, and
`compile` of one is refused. Pickles are read with an allow-list. Modules come from the libraries
and from the assignment's pristine files as they were at the start; any other is imported in the
candidate. pyplot draws in the candidate, where the learner's code has drawn.
"""

import builtins
import functools
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import pickle
import re
import sys
import timeit
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from course.examination.examiner import type_calls
from course.examination.shared import shell as shells
from course.examination.shared import subprocesses
from course.examination.shared.library_names import resolve

MAX_HELPER_BYTES = 8 << 20
_eval, _exec, _compile = builtins.eval, builtins.exec, builtins.compile
_PICKLED = frozenset(
    [
        "numpy._core.multiarray:_reconstruct",
        "numpy._core.multiarray:scalar",
        "numpy:dtype",
        "numpy:ndarray",
        "numpy.core.multiarray:_reconstruct",
        "numpy.core.multiarray:scalar",
        "copyreg:_reconstructor",
        "numpy._core.numeric:_frombuffer",
        "builtins:object",
        "collections:OrderedDict",
        "collections:defaultdict",
        "collections:Counter",
        "collections:deque",
        "datetime:datetime",
        "datetime:date",
        "datetime:timedelta",
        "decimal:Decimal",
        "fractions:Fraction",
    ]
)


class NotAuthors(Exception):  # noqa: N818 - a fault of the course, said in its words
    """A test wants to run a text that came from the learner."""


class Guards:
    """The examiner's exec, eval and compile: each looks first whose the text is."""

    def __init__(self, ask: Callable[..., Any], namespace: dict[str, Any]) -> None:
        self.ask, self.namespace = ask, namespace
        self.authored: list[str] = []  # texts of tests and locked cells

    def is_author_s(self, text: Any) -> bool:
        """Tell whether every line of a text stands in a cell of the author's."""
        if isinstance(text, (bytes, bytearray, memoryview)):
            text = bytes(text).decode("utf-8", "replace")
        if not isinstance(text, str):
            return True
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return all(any(line in known for known in self.authored) for line in lines)

    def exec(self, source: Any, names: Any = None, local: Any = None, /, **rest: Any) -> None:
        """Run a text as the builtin does; what is not the author's runs in the candidate."""
        frame = sys._getframe(1)
        if isinstance(source, types.CodeType) or self.is_author_s(source):
            names = frame.f_globals if names is None else names
            _exec(
                source,
                names,
                frame.f_locals
                if local is None and names is frame.f_globals
                else (names if local is None else local),
                **rest,
            )
            return
        target = local if local is not None else names
        own = target is None or target is self.namespace
        space = None if own else {k: v for k, v in target.items() if k != "__builtins__"}
        changed = self.ask("exec", str(source), space, "exec")
        if target is not None and not own:
            target.update(changed)

    def eval(self, source: Any, names: Any = None, local: Any = None, /) -> Any:
        """Evaluate a text as the builtin does; what is not the author's, in the candidate."""
        frame = sys._getframe(1)
        if isinstance(source, types.CodeType) or self.is_author_s(source):
            names = frame.f_globals if names is None else names
            return _eval(
                source,
                names,
                frame.f_locals
                if local is None and names is frame.f_globals
                else (names if local is None else local),
            )
        target = local if local is not None else names
        own = target is None or target is self.namespace
        space = None if own else {k: v for k, v in target.items() if k != "__builtins__"}
        return self.ask("exec", str(source), space, "eval")

    def compile(
        self, source: Any, filename: Any, mode: str, flags: int = 0, *rest: Any, **named: Any
    ) -> Any:
        """Compile a text: of the author's texts; others only as far as a syntax tree."""
        if isinstance(source, (str, bytes)) and not flags & 0x400 and not self.is_author_s(source):
            raise NotAuthors("a test may not compile a learner's text: it would run here")
        return _compile(source, filename, mode, flags, *rest, **named)

    def install(self) -> None:
        """Take the place of whatever would run texts, start programs or load pickles."""
        self.namespace.update(exec=self.exec, eval=self.eval, compile=self.compile)
        subprocesses.install(self.ask, shells.warm_up())
        type_calls.install(shells.warm_up())
        timer, check = timeit.Timer.__init__, self.is_author_s

        @functools.wraps(timer)
        def guarded(
            this: Any, stmt: Any = "pass", setup: Any = "pass", *rest: Any, **named: Any
        ) -> None:
            if any(text != "pass" and not check(text) for text in (stmt, setup)):
                raise NotAuthors("timeit would run a learner's text in the examiner")
            timer(this, stmt, setup, *rest, **named)

        for owner, name, guard in (
            (timeit.Timer, "__init__", guarded),
            (pickle, "loads", _loads),
            (pickle, "load", _load),
            (pickle, "Unpickler", _Unpickler),
        ):
            setattr(owner, name, guard)
        if "numpy" in sys.modules:
            import numpy as np

            np.lib._npyio_impl.pickle.load = _load  # type: ignore[attr-defined]


class _Unpickler(pickle._Unpickler):
    """Reads data and nothing else; in Python, for the C class takes a shorter way."""

    def find_class(self, module: str, name: str) -> Any:
        wanted = f"{module}:{name}"
        if wanted in _PICKLED:
            __import__(module)
            return getattr(sys.modules[module], name)
        kind = resolve(wanted) if module.partition(".")[0] in ("builtins", "pandas") else None
        if isinstance(kind, type) and (module != "builtins" or kind in _PLAIN):
            return kind
        if module.startswith("pandas.") and name in ("_unpickle_block", "new_block", "_new_Index"):
            __import__(module)
            return getattr(sys.modules[module], name)
        raise NotAuthors(f"a pickle names {wanted}, which is not loaded where tests run")


_PLAIN = {
    int,
    float,
    complex,
    bool,
    str,
    bytes,
    bytearray,
    list,
    dict,
    set,
    frozenset,
    tuple,
    range,
    slice,
}


def _loads(raw: Any, /, **named: Any) -> Any:
    return _Unpickler(io.BytesIO(raw), **named).load()


def _load(file: Any, /, **named: Any) -> Any:
    return _Unpickler(file, **named).load()


def helper_modules() -> tuple[frozenset[str], frozenset[str]]:
    """Name the modules that the assignment's own files are, and every word in them."""
    work = Path.cwd()
    pristine = work.parent / "pristine"
    folder = pristine if pristine.is_dir() else work
    names: set[str] = set()
    words: set[str] = set()
    for path in folder.rglob("*.py"):
        if path.is_file() and path.stat().st_size < MAX_HELPER_BYTES:
            words.update(re.findall(r"\w+", path.read_text(encoding="utf-8", errors="replace")))
        parts = path.relative_to(folder).with_suffix("").parts
        names.add(".".join(parts[:-1] if parts[-1] == "__init__" and parts[1:] else parts))
    return frozenset(names), frozenset(words)


def install_finders(remote: Callable[[str], Any]) -> None:
    """Look for helpers in the assignment's own files, and last of all in the candidate."""
    if not any(Path(p).name == "pristine" for p in sys.path):  # the sandbox's folder of them
        sys.meta_path.insert(0, PristineFinder(Path.cwd()))
    sys.meta_path.append(RemoteFinder(remote))


class RemoteFinder(importlib.abc.MetaPathFinder):
    """Finds modules that only the learner has: they are imported in the candidate."""

    def __init__(self, remote: Callable[[str], Any]) -> None:
        self.remote = remote

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a file in the work folder by that name, in a package of the course's as well."""
        path = Path(*fullname.split("."))
        package = (path / "__init__.py").exists()
        if not package and not path.with_suffix(".py").exists():
            return None
        loader = _RemoteLoader(self.remote)
        return importlib.machinery.ModuleSpec(fullname, loader, is_package=package)


class PristineFinder(importlib.abc.SourceLoader, importlib.abc.MetaPathFinder):  # type: ignore[misc]
    """Imports helper modules from the assignment folder as it was when the examiner started."""

    def __init__(self, folder: Path) -> None:
        self.sources: dict[str, bytes] = {}
        size = 0
        for path in sorted(folder.rglob("*.py")):
            if path.is_symlink() or not path.is_file():
                continue
            raw = path.read_bytes()
            size += len(raw)
            if size > MAX_HELPER_BYTES:
                break
            parts = path.relative_to(folder).with_suffix("").parts
            self.sources[".".join(parts)] = raw

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None = None, _target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a pristine helper, or ask the candidate for a module of the learner's."""
        for name in (fullname, f"{fullname}.__init__"):
            if name in self.sources:
                return importlib.util.spec_from_loader(
                    fullname, self, origin=name, is_package=name != fullname
                )
        folder = fullname + "."
        if any(name.startswith(folder) for name in self.sources):
            return importlib.machinery.ModuleSpec(fullname, None, is_package=True)
        return None

    def get_filename(self, fullname: str) -> str:
        """Name a helper as tracebacks show it."""
        return str(Path.cwd() / (fullname.replace(".", os.sep) + ".py"))

    def get_data(self, path: str | bytes) -> bytes:
        """Return a helper's source, from memory."""
        parts = Path(os.fsdecode(path)).relative_to(Path.cwd()).with_suffix("").parts
        name = ".".join(parts)
        return self.sources.get(name) or self.sources[f"{name}.__init__"]

    def path_stats(self, _path: str | bytes) -> Any:
        """No byte code is kept or believed."""
        raise OSError


class _RemoteLoader(importlib.abc.Loader):
    """Stands for a module that only the candidate imports."""

    def __init__(self, remote: Callable[[str], Any]) -> None:
        self.remote = remote

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Any:
        """Ask the candidate to import it."""
        return self.remote(spec.name)

    def exec_module(self, module: Any) -> None:
        """There is nothing to run here."""


def forward_pyplot(ask: Callable[..., Any]) -> None:
    """Let pyplot draw in the candidate, where the learner's code draws."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or getattr(pyplot, "_forwarded_", False):
        return

    def forward(name: str, function: Any) -> Any:
        @functools.wraps(function)
        def draw_there(*args: Any, **kwargs: Any) -> Any:
            return ask("pyplot", name, args, tuple(kwargs.items()))

        return draw_there

    stay = {
        "switch_backend",
        "rc",
        "rc_context",
        "rcdefaults",
        "get_backend",
        "install_repl_displayhook",
        "uninstall_repl_displayhook",
        "colormaps",
        "get_cmap",
    }
    for name, function in list(vars(pyplot).items()):
        own = isinstance(function, types.FunctionType) and function.__module__ == pyplot.__name__
        if own and not name.startswith("_") and name not in stay:
            setattr(pyplot, name, forward(name, function))
    pyplot._forwarded_ = True  # type: ignore[attr-defined]
