"""Keeps the examiner from running what comes from the candidate: texts, pickles, files.

Whatever is not the author's (audit_hook.py says what is) and is handed to `exec`, a template, a
query, a pickle or another sink goes to the candidate, and its result comes back; where that cannot
be, the cell ends. pyplot draws in the candidate, where the learner's code has drawn.
"""

import ast
import builtins
import functools
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import pickle
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from course.examination.examiner import type_calls
from course.examination.examiner.audit_hook import (
    IN_A_FUNCTION,
    AuditHook,
    DataUnpickler,
    NotData,
    guard_shell,
)
from course.examination.shared import shell as shells
from course.examination.shared import subprocesses

FORMAT = "__format_of__"
_eval, _exec, _compile = builtins.eval, builtins.exec, builtins.compile
_SQL = {"aggregate", "execute", "filter", "from_query", "join", "order", "project", "query", "sql"}
_ATTACH = 24  # SQLITE_ATTACH, which the module does not export


class Guards:
    """What stands between a learner's text and whatever would run it here."""

    def __init__(self, ask: Callable[..., Any], namespace: dict[str, Any], hook: AuditHook) -> None:
        self.ask, self.namespace = ask, namespace
        self.hook, self.authorship = hook, hook.authorship

    # -- exec, eval and compile as cells find them --

    def exec(self, source: Any, names: Any = None, local: Any = None, /, **rest: Any) -> None:
        """Run a text as the builtin does; what is not the author's runs in the candidate."""
        text = self._foreign_text(source)
        if text is None:
            frame = sys._getframe(1)
            names = frame.f_globals if names is None else names
            own = local is None and names is frame.f_globals
            _exec(
                self._vouched(source, "exec"),
                names,
                frame.f_locals if own else (names if local is None else local),
                **rest,
            )
            return
        target = local if local is not None else names
        changed = self.ask("exec", text, self._space(target), "exec")
        if target is not None and target is not self.namespace:
            target.update(changed)

    def eval(self, source: Any, names: Any = None, local: Any = None, /) -> Any:
        """Evaluate a text as the builtin does; what is not the author's, in the candidate."""
        text = self._foreign_text(source)
        if text is None:
            frame = sys._getframe(1)
            names = frame.f_globals if names is None else names
            own = local is None and names is frame.f_globals
            return _eval(
                self._vouched(source, "eval"),
                names,
                frame.f_locals if own else (names if local is None else local),
            )
        target = local if local is not None else names
        return self.ask("exec", text, self._space(target), "eval")

    def compile(
        self, source: Any, filename: Any, mode: str, flags: int = 0, *rest: Any, **named: Any
    ) -> Any:
        """Compile as the builtin does, and note whose the code is: only the author's runs here."""
        code = _compile(source, filename, mode, flags, *rest, **named)
        if isinstance(code, types.CodeType):
            if self.authorship.is_author_s(source):
                return self.authorship.vouch(code)
            text = ast.unparse(source) if isinstance(source, ast.AST) else _text(source)
            self.authorship.distrust(code, text)
        return code

    def _foreign_text(self, source: Any) -> str | None:
        """Give the text of what is not to run here, None for what is."""
        if isinstance(source, types.CodeType):
            if source in self.authorship.codes:
                return None
            text = self.authorship.foreign.get(source)
            if text is None:
                raise self.hook.refuse("this code is not the author's", IN_A_FUNCTION)
            return text
        if not isinstance(source, (str, bytes, bytearray)):
            return None  # the builtin says what is wrong with it
        return None if self.authorship.is_author_s(source) else _text(source)

    def _vouched(self, source: Any, mode: str) -> Any:
        """Compile one of the author's texts, so that the hook knows its code."""
        if isinstance(source, types.CodeType) or not isinstance(source, (str, bytes, bytearray)):
            return source
        text = _text(source)
        return self.authorship.vouch(
            _compile(text.lstrip(" \t") if mode == "eval" else text, "<string>", mode)
        )

    def _space(self, target: Any) -> dict[str, Any] | None:
        if target is None or target is self.namespace:
            return None
        return {k: v for k, v in target.items() if k != "__builtins__"}

    # -- what is put in the place of sinks --

    def install(self) -> None:
        """Take the place of whatever would run texts, start programs or load pickles."""
        self.namespace.update(exec=self.exec, eval=self.eval, compile=self.compile)
        shell = shells.warm_up()
        subprocesses.install(self.ask, shell)
        type_calls.install(shell)
        setattr(builtins, FORMAT, self.format_of)
        shell.ast_transformers.append(AskForFormats())
        guard_shell(shell, self.hook)
        for module, guard in self._patches().items():
            if module in sys.modules:
                guard(sys.modules[module])
        sys.meta_path.insert(0, SinkFinder(self._patches()))

    def _patches(self) -> dict[str, Callable[[Any], None]]:
        return {
            "attr": self._guard_attrs,
            "attrs": self._guard_attrs,
            "doctest": self._guard_doctest,
            "duckdb": self._guard_duckdb,
            "importlib": self._guard_importlib,
            "jinja2": self._guard_jinja,
            "logging.config": self._guard_logging,
            "operator": self._guard_operator,
            "pandas": self._guard_pandas,
            "pickle": self._guard_pickle,
            "pytest": self._guard_pytest,
            "runpy": self._guard_runpy,
            "sqlite3": self._guard_sqlite,
            "string": self._guard_string,
            "timeit": self._guard_timeit,
            "unittest.mock": self._guard_mock,
            "yaml": self._guard_yaml,
        }

    def format_of(self, thing: Any) -> Any:
        """Give `thing.format`; a template of a learner's that looks into objects does so there."""
        if type(thing) is str and self._looks_inside(thing):
            return lambda *args, **named: self.ask("method", thing, "format", args, named)
        return thing.format

    def _looks_inside(self, template: str) -> bool:
        """Tell whether a template that is not the author's reads attributes or items."""
        deep = "." in template or "[" in template
        return deep and not self.authorship.is_author_s(template)

    def _guard_string(self, module: Any) -> None:
        vformat = module.Formatter.vformat

        def guarded(this: Any, text: Any, args: Any, named: Any) -> Any:
            if isinstance(text, str) and self._looks_inside(text):
                return self.ask("method", text, "format", tuple(args), dict(named))
            return vformat(this, text, args, named)

        module.Formatter.vformat = functools.wraps(vformat)(guarded)

    def _guard_pandas(self, pandas: Any) -> None:
        for owner, path in (
            (pandas.DataFrame, "DataFrame.query"),
            (pandas.DataFrame, "DataFrame.eval"),
            (pandas, "eval"),
        ):
            self._guard_query(owner, path)
        read_pickle = pandas.read_pickle

        @functools.wraps(read_pickle)
        def read(place: Any, *rest: Any, **named: Any) -> Any:
            if isinstance(place, (str, os.PathLike)) and not rest and not named:
                return self.loads(Path(place).read_bytes())
            return read_pickle(place, *rest, **named)

        pandas.read_pickle = read

    def _guard_query(self, owner: Any, path: str) -> None:
        name = path.rpartition(".")[2]
        original, place = getattr(owner, name), path.count(".")

        @functools.wraps(original)
        def guarded(*args: Any, **named: Any) -> Any:
            text = named.get("expr", args[place] if len(args) > place else None)
            if isinstance(text, str) and not self._is_harmless(text):
                return self.ask("library", "pandas", path, args, named)
            named["level"] = named.get("level", 0) + 1  # `@name` is looked up in the caller
            return original(*args, **named)

        setattr(owner, name, guarded)

    def _is_harmless(self, text: str) -> bool:
        """Tell whether a query may be evaluated here: the author's, or one that calls nothing."""
        if self.authorship.is_author_s(text):
            return True
        try:
            tree = ast.parse(text.replace("@", "__local__").replace("`", "_").strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        named = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        named |= {
            n.func.id
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        named |= {
            part.removeprefix("__local__")
            for n in ast.walk(tree)
            if isinstance(n, ast.Name) and (part := n.id).startswith("__local__")
        }
        if not named:
            return not any(isinstance(n, (ast.Call, ast.Lambda)) for n in ast.walk(tree))
        return self.authorship.has_words(named) and not self.authorship.crossed(text)

    def _guard_jinja(self, jinja: Any) -> None:
        environment = jinja.Environment
        make, from_string, compiled = (
            jinja.Template.__new__,
            environment.from_string,
            environment.compile,
        )

        def template(cls: Any, source: Any, *rest: Any, **named: Any) -> Any:
            if isinstance(source, str) and not self.authorship.is_author_s(source):
                return self.ask("library", "jinja2", "Template", (source, *rest), named)
            return make(cls, source, *rest, **named)

        def of_string(this: Any, source: Any, *rest: Any, **named: Any) -> Any:
            if isinstance(source, str) and not self.authorship.is_author_s(source):
                return self.ask("library", "jinja2", "Template", (source,), {})
            return from_string(this, source, *rest, **named)

        def compile_template(this: Any, source: Any, *rest: Any, **named: Any) -> Any:
            if not isinstance(source, str) or not self.authorship.is_author_s(source):
                raise self.hook.refuse(
                    "jinja2 would run a template that is not the author's", IN_A_FUNCTION
                )
            return compiled(this, source, *rest, **named)

        jinja.Template.__new__ = template
        environment.from_string, environment.compile = of_string, compile_template

    def _guard_doctest(self, doctest: Any) -> None:
        """Let a learner's docstring run beside the learner's code; it is judged here."""

        def run(code: Any, names: Any) -> None:
            text = self._foreign_text(code)
            if text is None:
                _exec(code, names)
            else:
                self.ask("example", text, id(names))

        doctest.compile, doctest.exec = self.compile, run

    def _guard_timeit(self, timeit: Any) -> None:
        start = timeit.Timer.__init__

        @functools.wraps(start)
        def guarded(
            this: Any, stmt: Any = "pass", setup: Any = "pass", *rest: Any, **named: Any
        ) -> None:
            for text in {stmt, setup} - {"pass"}:
                if isinstance(text, str) and not self.authorship.is_author_s(text):
                    raise self.hook.refuse(
                        "timeit would run a text that is not the author's here", IN_A_FUNCTION
                    )
            start(this, stmt, setup, *rest, **named)

        timeit.Timer.__init__ = guarded

    def _guard_mock(self, mock: Any) -> None:
        def guarded(target: Any, find: Any = mock._get_target) -> Any:
            known = not isinstance(target, str) or self.authorship.is_constant(target)
            if not known and self.authorship.crossed(target):
                raise self.hook.refuse("the answer says what to patch", IN_A_FUNCTION)
            return find(target)

        mock._get_target = guarded

    def _guard_yaml(self, yaml: Any) -> None:
        safe = tuple(
            getattr(yaml, n)
            for n in ("SafeLoader", "CSafeLoader", "BaseLoader", "CBaseLoader")
            if hasattr(yaml, n)
        )

        def guard(name: str) -> None:
            original = getattr(yaml, name)

            @functools.wraps(original)
            def load(stream: Any, *rest: Any, **named: Any) -> Any:
                loader = named.get("Loader", rest[0] if rest else None)
                if isinstance(loader, type) and issubclass(loader, safe):
                    return original(stream, *rest, **named)
                text = stream.read() if hasattr(stream, "read") else stream
                if "!" in _text(text) and not self.authorship.is_author_s(text):
                    return self.ask("library", "yaml", name, (text, *rest), named)
                return original(text, *rest, **named)

            setattr(yaml, name, load)

        for name in (
            "load",
            "load_all",
            "full_load",
            "full_load_all",
            "unsafe_load",
            "unsafe_load_all",
        ):
            guard(name)

    def _guard_logging(self, config: Any) -> None:
        original = config.dictConfig

        @functools.wraps(original)
        def configure(settings: Any) -> Any:
            for text in _calls_in(settings):
                if not self.authorship.is_author_s(text):
                    raise self.hook.refuse(
                        f"a logging configuration names {text[:80]!r}, which is not the author's",
                        IN_A_FUNCTION,
                    )
            return original(settings)

        config.dictConfig = configure

    def _guard_runpy(self, runpy: Any) -> None:
        original = runpy.run_path

        @functools.wraps(original)
        def run_path(path: Any, *rest: Any, **named: Any) -> Any:
            if self.hook.is_pristine(str(path)):
                return original(path, *rest, **named)
            name = named.get("run_name") or "<run_path>"
            text = Path(path).read_text(encoding="utf-8", errors="replace")
            return self.ask("exec", text, {"__name__": name}, "exec")

        runpy.run_path = run_path

    def _guard_importlib(self, module: Any) -> None:
        import_module, loader = module.import_module, importlib.machinery.SourceFileLoader
        exec_module = loader.exec_module

        @functools.wraps(import_module)
        def imported(name: str, package: str | None = None) -> Any:
            if self._is_learner_s_name(name):
                text = f"__import__('importlib').import_module({name!r})"
                return self.ask("exec", text, {}, "eval")
            return import_module(name, package)

        def run_module(this: Any, target: Any) -> None:
            path = str(this.path)
            if self.hook.is_installed(path) or self.hook.is_pristine(path):
                exec_module(this, target)
                return
            text = Path(path).read_text(encoding="utf-8", errors="replace")
            space = {"__name__": target.__name__, "__file__": path}
            vars(target).update(self.ask("exec", text, space, "exec"))

        module.import_module = imported
        loader.exec_module = run_module  # type: ignore[method-assign, assignment]

    def _guard_operator(self, module: Any) -> None:
        def guard(name: str) -> None:
            original = getattr(module, name)

            def made(*names: Any, **named: Any) -> Any:
                for text in names:
                    hidden = isinstance(text, str) and any(
                        p.startswith("_") for p in text.split(".")
                    )
                    if hidden and self._is_learner_s_name(text):
                        raise self.hook.refuse(
                            f"operator.{name} would read {text[:80]!r}, which is not the author's",
                            IN_A_FUNCTION,
                        )
                return original(*names, **named)

            setattr(module, name, functools.wraps(original, updated=())(made))

        for name in ("attrgetter", "methodcaller"):
            guard(name)

    def _is_learner_s_name(self, name: Any) -> bool:
        """Tell whether a cell has got a name from the candidate."""
        caller = sys._getframe(2).f_code.co_filename
        if not isinstance(name, str) or self.hook.is_installed(caller):
            return False
        return not self.authorship.is_constant(name) and self.authorship.crossed(name)

    def _guard_attrs(self, attrs: Any) -> None:
        original = attrs.make_class

        @functools.wraps(original)
        def make_class(name: str, fields: Any, *rest: Any, **named: Any) -> Any:
            if not all(isinstance(n, str) and n.isidentifier() for n in (name, *fields)):
                raise self.hook.refuse(
                    "attrs would make a class from a text that is no name", IN_A_FUNCTION
                )
            return original(name, fields, *rest, **named)

        attrs.make_class = make_class

    def _guard_duckdb(self, duckdb: Any) -> None:
        """Refuse a learner's SQL: it could read a test's variables by their names."""

        def guard(owner: Any, name: str) -> None:
            original = getattr(owner, name)

            @functools.wraps(original, updated=())
            def run(*args: Any, **named: Any) -> Any:
                for text in (*args, *named.values()):
                    if (
                        isinstance(text, str)
                        and not self.authorship.is_author_s(text)
                        and self.authorship.crossed(text)
                    ):
                        if owner is duckdb:
                            return self.ask("library", "duckdb", name, args, named)
                        raise self.hook.refuse(
                            "DuckDB would run a learner's SQL among the test's variables",
                            IN_A_FUNCTION,
                        )
                return original(*args, **named)

            setattr(owner, name, run)

        owners = [
            duckdb,
            *(getattr(duckdb, f"DuckDBPy{n}", None) for n in ("Connection", "Relation")),
        ]
        for owner in owners:
            for name in _SQL & set(dir(owner)):
                guard(owner, name)

    def _guard_sqlite(self, sqlite: Any) -> None:
        """Let no query open another file, unless the author's own text names it."""
        connect = sqlite.connect

        def judge(action: int, file: Any, *_: Any) -> int:
            attaching = action == _ATTACH and not self.authorship.has_words({str(file)})
            return int(sqlite.SQLITE_DENY if attaching else sqlite.SQLITE_OK)

        @functools.wraps(connect)
        def guarded(*args: Any, **named: Any) -> Any:
            connection = connect(*args, **named)
            connection.set_authorizer(judge)
            return connection

        sqlite.connect = sqlite.dbapi2.connect = guarded

    def _guard_pytest(self, pytest: Any) -> None:
        def main(*_: Any, **__: Any) -> Any:
            raise self.hook.refuse(
                "pytest.main() in a test cell would run whatever files lie there",
                "Write the checks as asserts in the cell, or call the test functions yourself.",
            )

        pytest.main = main

    # -- pickles --

    def _guard_pickle(self, module: Any) -> None:
        guards = self

        class Unpickler(DataUnpickler):
            def load(self) -> Any:
                return guards._load(self)

        module.loads, module.load, module.Unpickler = self.loads, self.load, Unpickler

    def loads(self, raw: Any, /, **named: Any) -> Any:
        """Read a pickle of plain data; any other is read in the candidate."""
        return self._load(DataUnpickler(io.BytesIO(raw), **named))

    def load(self, file: Any, /, **named: Any) -> Any:
        """Read a pickle from a file."""
        return self._load(DataUnpickler(file, **named))

    def _load(self, unpickler: "DataUnpickler") -> Any:
        try:
            value = pickle._Unpickler.load(unpickler)
        except NotData as error:
            text = bytes(unpickler.taken)
            try:
                return self.ask("library", "pickle", "loads", (text,), {})
            except Exception:
                raise self.hook.refuse(str(error), IN_A_FUNCTION) from None
        unpickler.leave_rest()
        return value


def _text(source: Any) -> str:
    return source if isinstance(source, str) else bytes(source).decode("utf-8", "replace")


def _calls_in(settings: Any) -> Iterable[str]:
    """Give the texts of a logging configuration that name something to be called."""
    if isinstance(settings, dict):
        for key, value in settings.items():
            named = key in ("()", "class") and isinstance(value, str)
            if named and not (key == "class" and value.startswith("logging.")):
                yield value
            else:
                yield from _calls_in(value)
    elif isinstance(settings, (list, tuple)):
        for value in settings:
            yield from _calls_in(value)
    elif isinstance(settings, str) and settings.startswith(("ext://", "cfg://")):
        yield settings


class AskForFormats(ast.NodeTransformer):
    """Puts `__format_of__(x)` in the place of each `x.format` of a cell."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Change what is read; a constant's own is the author's."""
        self.generic_visit(node)
        if node.attr != "format" or not isinstance(node.ctx, ast.Load):
            return node
        if isinstance(node.value, (ast.Constant, ast.JoinedStr)):
            return node
        function = ast.copy_location(ast.Name(id=FORMAT, ctx=ast.Load()), node)
        return ast.copy_location(ast.Call(func=function, args=[node.value], keywords=[]), node)


class SinkFinder(importlib.abc.MetaPathFinder):
    """Puts the guards into a library when it is imported later."""

    def __init__(self, patches: dict[str, Callable[[Any], None]]) -> None:
        self.patches = patches

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of the libraries, and guard it once it is there."""
        guard = self.patches.pop(fullname, None)
        if guard is None:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def run_guarded(module: types.ModuleType) -> None:
                run(module)
                guard(module)

            spec.loader.exec_module = run_guarded  # type: ignore[method-assign]
        return spec


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
