"""Whose a global name is, the tests' or the learner's.

A notebook has one set of globals; here two processes have one each, and a test must not notice.
What locked cells and tests have defined in the examiner stays as it is. A name that a cell reads
and that is not here is asked for in the candidate. A name that a test stores, deletes or patches
reaches the candidate before the next question. Where the source notebook is known, only names that
its author uses outside of tests go that way: what a test calls `expected` stays here.
"""

import builtins
import logging
import os
import sys
import types
import warnings
from contextlib import suppress
from importlib import import_module
from operator import is_
from types import ModuleType
from typing import Any

from course.examination.examiner.cell_text import Author, Reading, is_builtin
from course.examination.examiner.examiner_refs import is_candidate_s
from course.examination.examiner.mirror_refs import ExaminerPort
from course.examination.examiner.mirrors import Info, RemoteFunction
from course.examination.shared.file_sync import Carrier, speaks_of_files
from course.examination.shared.library_names import find, import_allowed, library_name
from course.examination.shared.process_state import Dice
from course.examination.wire.codecs import WireError
from course.examination.wire.rpc import Notes, Peer

MISSING = object()
_environ = os.environ._data  # type: ignore[attr-defined]  # ten times quicker to compare

_UNPATCHED = frozenset({"_", "__", "___", "__import__", "__build_class__", "__class_of__"})
_GUARDED = frozenset({"eval", "exec", "compile"})
_STANDARD = {"stdout", "stderr", "path", "modules"}
_PATCHING = frozenset({"patch", "setattr"})  # a test with these may import a module by its name
_LOGGING = frozenset({"assertLogs", "assertNoLogs", "getLogger", "addHandler"})


class GlobalNames:
    """The globals of an examiner."""

    peer: Peer

    def __init__(self, namespace: dict[str, Any], port: ExaminerPort) -> None:
        self.namespace, self.port = namespace, port
        self.hidden = set(namespace)
        self.author = Author()
        self.bound: dict[str, Any] = {}  # names of the candidate's, as it knows them
        self.stored: dict[str, int] = {}  # names that tests bound -> epoch
        self.from_locked: dict[str, Any] = {}  # names that locked cells bound
        self.watched: dict[str, Any] = {}  # names whose changes the candidate hears of
        self.wanted: set[str] = set()
        self.mentioned: set[str] = set()
        self.patched: dict[tuple[str, str, str], tuple[Any, Any]] = {}
        self.reading = Reading()
        self.epoch = 0
        self.seeded = False
        self.dice = Dice()
        self.carrier: Carrier | None = None  # since a cell has spoken of files
        self.environ, self.environ_raw = dict(os.environ), dict(_environ)
        self.filters, self.listening = list(warnings.filters), ""  # does a test await warnings?
        self.recorders = (warnings.showwarning, warnings._showwarnmsg_impl)  # type: ignore[attr-defined]
        self.registries: dict[str, dict[Any, Any]] = {}  # module -> what was warned of there
        self.levels: Any = None  # of loggers, as a test has set them and the candidate knows
        self.levels_before: set[tuple[str, int]] = set()
        self.spoke = self.first = False  # a message of this cell has gone; the next one opens it
        self.builtins = self.originals = dict(vars(builtins))
        self.helpers_told: frozenset[str] = frozenset()
        self.asked_for_told = self.masks_told = False
        self.imported: set[str] = set()  # libraries that the course's own cells and tests import

    def ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the candidate; the examiner knows how."""
        raise NotImplementedError

    def compares(self, info: Info, name: str) -> bool:
        """Tell whether the author's class of this name compares by a method of its own."""
        return info.name in self.author.classes and name in self.author.defined

    def notes(self) -> Notes:
        """Tell the candidate what the test has done to names, modules and seeds."""
        notes: list[tuple[str, Any]] = []
        notes += self._course_s()
        if self.port.gone:
            gone, self.port.gone = tuple(self.port.gone), set()
            for handle in gone:
                self.port.facts.pop(handle, None) if handle not in self.port.classes else None
            notes.append(("dropped", gone))
        names, deleted = [], []
        for name, known in self.watched.items():
            value = self.namespace.get(name, MISSING)
            if value is not known:
                if value is MISSING:
                    deleted.append(name)
                else:
                    names.append((name, value))
                self.watched[name] = value
                self.stored[name] = self.epoch
                self.bound.pop(name, None)
        if names:
            notes.append(("names", tuple(names)))
        if deleted:
            notes.append(("deleted", tuple(deleted)))
        notes += self._patches()
        if self.seeded and (states := self.dice.news()) is not None:
            notes.append(("random", states))
        self.spoke = True
        if not _same(_environ, self.environ_raw):
            self.environ_raw = dict(_environ)
            now, known = dict(os.environ), self.environ
            keys = [k for k in sorted(now.keys() | known.keys()) if now.get(k) != known.get(k)]
            notes.append(("environ", tuple((k, now.get(k)) for k in keys)))
            self.environ = now
        notes += self._awaited()
        if self.carrier is not None:
            notes.append(("files", (self.first, self.carrier.changes())))
            self.first = False
        return tuple(notes)

    def _course_s(self) -> list[tuple[str, Any]]:
        """Tell once what the candidate must know of the course."""
        notes: list[tuple[str, Any]] = []
        if self.helpers_told != self.port.locked.helpers:
            self.helpers_told = self.port.locked.helpers
            notes.append(("helpers", tuple(sorted(self.helpers_told))))
        if self.author.known and not self.asked_for_told:
            self.asked_for_told = True
            notes.append(("asked_for", tuple(sorted(self.author.classes))))
        if not (self.masks_told or self.port.withheld):
            self.masks_told = True
            notes.append(("masks", True))
        return notes

    def _awaited(self) -> list[tuple[str, Any]]:
        """Tell what of warnings and logs a test awaits, where that has changed."""
        notes: list[tuple[str, Any]] = []
        if (listening := self._listening()) != self.listening:
            self.listening = listening
            notes.append(("warnings", listening))
        if (levels := self._levels()) != self.levels:
            self.levels = levels
            notes.append(("logs", levels))
        return notes

    def _listening(self) -> str:
        """Say how a test listens for warnings: "all" by filters of its own, "own" by the answer's.

        Without filters a test records what the answer's filters let through.
        """
        if warnings.filters != self.filters:
            return "all"
        now = (warnings.showwarning, warnings._showwarnmsg_impl)  # type: ignore[attr-defined]
        return "own" if now != self.recorders else ""

    def _levels(self) -> Any:
        """Give the levels of loggers that a test has set; None where it speaks of no logging."""
        if not self.reading.mentioned & _LOGGING:
            return None
        return tuple(sorted(set(_levels_of_loggers()) - self.levels_before))

    def _patches(self) -> list[tuple[str, Any]]:
        notes = self._patched_builtins()
        for dotted, name in self.reading.patches:
            owner, module, path = self._owner(dotted)
            if owner is None or owner is builtins or (module == "sys" and name in _STANDARD):
                continue
            key = (module, path, name)
            now = vars(owner).get(name, MISSING)
            if key not in self.patched:
                self.patched[key] = (now, now)
                continue
            original, known = self.patched[key]
            if now is known:
                continue
            self.patched[key] = (original, now)
            change = "restored" if now is original else "deleted" if now is MISSING else "set"
            value = now if change == "set" else None
            notes.append(("attribute", (module, path, name, change, value)))
        return notes

    def _patched_builtins(self) -> list[tuple[str, Any]]:
        """Tell which builtins a test has replaced, by whatever name it spoke of them."""
        now, known = vars(builtins), self.builtins
        if _same(now, known):
            return []
        notes: list[tuple[str, Any]] = []
        for name in sorted(now.keys() | known.keys()):
            value = now.get(name, MISSING)
            if value is known.get(name, MISSING) or name in _UNPATCHED:
                continue
            change = (
                "restored"
                if value is self.originals.get(name, MISSING)
                else "deleted"
                if value is MISSING
                else "set"
            )
            new = value if change == "set" else None
            notes.append(("attribute", ("builtins", "", name, change, new)))
        self.builtins = dict(now)
        return notes

    def _owner(self, dotted: str) -> tuple[Any, str, str]:
        """Find the module or library class that a dotted name means: (it, its module, its path)."""
        first, *rest = dotted.split(".")
        owner = self.namespace.get(first)
        if not isinstance(owner, (ModuleType, type)):
            name = self.reading.aliases.get(first, first)
            owner = sys.modules.get(name) or find(*name.rpartition(".")[::2])
        if is_candidate_s(owner):
            return None, "", ""
        for part in rest:
            deeper = getattr(owner, part, None) if isinstance(owner, (ModuleType, type)) else None
            if deeper is None and isinstance(owner, ModuleType):
                inner = f"{owner.__name__}.{part}"
                if self.reading.mentioned & _PATCHING and _is_standard(inner):
                    with suppress(ImportError):  # as it is, before it is patched
                        import_module(inner)
                deeper = sys.modules.get(inner)
            owner = deeper
        if isinstance(owner, ModuleType) and owner.__name__ != "__main__":
            return owner, owner.__name__, ""
        if isinstance(owner, type) and not is_candidate_s(owner):
            known = library_name(owner)
            if known is not None:
                module, _, path = known.partition(":")
                return owner, module, path
        return None, "", ""

    def noted(self, notes: Notes) -> None:
        """Take prints and changed names from the candidate."""
        for what, value in notes:
            if type(value) is not tuple:
                continue
            if what == "printed":
                _write(value)
            elif what == "logged":
                _log(value)
            elif what == "names":
                for name, new in value:
                    self._rebind(name, new)
            elif what == "deleted":
                self._unbind(value)
            elif what == "warned":
                self._warn(value)
            elif what == "files" and self.carrier is not None:
                self.carrier.take(value)
            elif what == "random" and self.seeded:
                try:
                    self.dice.take(value)
                except Exception as error:  # whatever a hostile state is
                    raise WireError(f"no state of random numbers: {error}") from None

    def _unbind(self, names: tuple[Any, ...]) -> None:
        for name in filter(self._is_candidate_s, names):
            self.namespace.pop(name, None)
            self.watched[name] = MISSING

    def _warn(self, warned: tuple[Any, ...]) -> None:
        """Warn here as it was warned there; a place in the code warns once, as in Python."""
        for category, text, module, line in warned[:100]:
            texts = type(text) is str and type(module) is str and type(line) is int
            if texts and isinstance(category, type) and issubclass(category, Warning):
                registry = self.registries.setdefault(module, {})
                place = "<answer>" if module == "__main__" else module
                warnings.warn_explicit(text, category, place, line, module, registry)

    def _is_candidate_s(self, name: Any) -> bool:
        if type(name) is not str or name not in self.watched:
            return False
        return self.namespace.get(name, MISSING) is self.watched[name]

    def _rebind(self, name: Any, new: Any) -> None:
        if self._is_candidate_s(name):
            self.namespace[name] = self.watched[name] = self.bound[name] = new

    def bind(self, reading: Reading) -> None:
        """Bind what a cell reads and this side does not have."""
        names = self.namespace
        self.wanted |= reading.reads
        self.mentioned |= reading.mentioned
        modules = (*reading.aliases.values(), *self.author.imports.values())
        self.imported.update(module.partition(".")[0] for module in modules)
        spoken_of = reading.mentioned | self.author.attributes | self.author.solved
        if self.port.withheld and any(
            n in ("ma", "is_masked", "MaskedArray") or n.startswith("masked_") for n in spoken_of
        ):
            self.port.withheld = frozenset()
        self._watch_files()
        self.peer.shared.renew()
        self.levels_before = set(_levels_of_loggers())
        self.dice = Dice()  # what the candidate's own cells have rolled is not known
        lacking = {name for name in self.wanted if self._lacks(name, reading)}
        stored = {
            name
            for name in reading.stores
            if name not in self.hidden and (self._is_author_s(name) or is_builtin(name))
        }
        if not lacking and not stored and not reading.looks_around:
            return
        values, existing, epochs = _answer(
            self.ask("bind", tuple(sorted(lacking)), reading.looks_around, tuple(sorted(stored)))
        )
        for name in lacking - set(values):
            if name in self.bound:
                del self.bound[name]
                names.pop(name, None)
        for name, value in values.items():
            if type(name) is str and (
                name in lacking or (name not in names and self._is_author_s(name))
            ):
                self._bind(name, value, epochs.get(name, 0))
        for name in stored:
            free = self.author.known or name in existing or is_builtin(name)
            if name not in self.watched and free:
                self.watched[name] = names.get(name, MISSING)
        self.epoch += 1

    def _watch_files(self) -> None:
        """Begin a cell: what the conductor has carried, or the last message, is known."""
        if self.carrier is None and speaks_of_files(self.mentioned):
            self.carrier = Carrier(guard=True)
            self.spoke = True
        if self.carrier is not None and self.spoke:
            self.carrier.settle()
        self.spoke, self.first = False, True

    def _lacks(self, name: str, reading: Reading) -> bool:
        """Tell whether a name is to be asked for; the author's imports are done here at once."""
        if name.startswith("__") or (name in self.hidden and not self._is_redefined(name)):
            return False
        if self._is_redefined(name):
            return True
        if name in self.namespace and not self._may_change(name):
            return False
        if is_builtin(name) and name not in self.author.defined:
            return False
        if name in reading.stores and not self._is_author_s(name):
            return False
        module = self._author_import(name)
        if module is None:
            return True
        self.namespace[name] = module
        return False

    def _is_redefined(self, name: str) -> bool:
        """Tell whether the author's solution has a builtin's name, as a guard's has."""
        return name in _GUARDED and name in self.author.defined

    def _bind(self, name: str, value: Any, epoch: Any) -> None:
        names = self.namespace
        late = type(epoch) is int and epoch >= self.stored.get(name, 0)
        if name in self.stored and name in names and not late:
            return
        if name in self.from_locked and name in names:
            was = names[name]
            if _is_definition(value) or is_candidate_s(value) or _alike(was, value):
                return
        names[name] = self.bound[name] = self.watched[name] = value
        self.stored.pop(name, None)

    def _may_change(self, name: str) -> bool:
        """Tell whether a name that is here may be the candidate's to change."""
        value = self.namespace[name]
        if name in self.bound and self.bound[name] is value:
            return True
        if name in self.from_locked and self.from_locked[name] is value:
            if _is_definition(value):
                return False
            return not self.author.known or name in self.author.solved
        if name in self.stored and not _is_definition(value):
            return not self.author.known or name in self.author.solved
        return False

    def _is_author_s(self, name: str) -> bool:
        """Tell whether the source speaks of a name outside its tests, as far as it is known."""
        return not self.author.known or name in self.author.names | self.author.solved

    def _author_import(self, name: str) -> Any:
        if name in self.author.defined:
            return None
        if name not in self.author.imports:
            return self._starred(name)
        wanted = self.author.imports[name]
        module = import_allowed(wanted) or self.port.locked.helper(wanted)
        if module is not None:
            return module
        owner, _, attribute = wanted.rpartition(".")
        module = import_allowed(owner)
        if module is not None:
            return getattr(module, attribute, None)
        return self._helper_s(owner, attribute)

    def _starred(self, name: str) -> Any:
        """Give what the author's `from helper import *` binds to a name."""
        for module in sorted(self.author.starred):
            if not name.startswith("_") and (value := self._helper_s(module, name)) is not None:
                return value
        return None

    def _helper_s(self, module: str, name: str) -> Any:
        """Give what a helper file has by a name; None for data that may have changed meanwhile.

        Functions and classes are the file's own, whatever the learner's code has put there. So is
        data that nobody can change, unless the solution speaks of it.
        """
        helper = self.port.locked.helper(module)
        value = getattr(helper, name, None) if helper is not None else None
        constant = isinstance(value, (int, float, complex, str, bytes, tuple, frozenset))
        if _is_definition(value) or (constant and name not in self.author.solved):
            return value
        return None


def _same(now: dict[Any, Any], known: dict[Any, Any]) -> bool:
    """Tell whether a dict holds the very values that it held: cheap, for it is done often."""
    return len(now) == len(known) and all(map(is_, now.values(), known.values()))


def _write(printed: tuple[Any, ...]) -> None:
    for name, text in printed:
        if type(text) is str:
            (sys.stderr if name == "stderr" else sys.stdout).write(text)


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names and module not in sys.modules


def _levels_of_loggers() -> list[tuple[str, int]]:
    loggers = dict(logging.Logger.manager.loggerDict)
    levels = [(name, one.level) for name, one in loggers.items() if isinstance(one, logging.Logger)]
    return [("", logging.getLogger().level), *levels]


def _log(logged: tuple[Any, ...]) -> None:
    """Hand what the candidate's loggers said to the handlers of a test, if there are any."""
    for name, level, text, line in logged[:100]:
        if type(name) is str and type(level) is int and type(text) is str and type(line) is int:
            known = name in logging.Logger.manager.loggerDict
            logger = logging.getLogger(name if known else None)
            if logger.hasHandlers():
                logger.handle(logger.makeRecord(name, level, "<answer>", line, text, (), None))


def _answer(value: Any) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """Check the answer to `bind`: values by name, names that exist there, epochs by name."""
    if type(value) is not tuple or len(value) != 3:
        raise WireError("names were asked for")
    values, existing, epochs = value
    if type(values) is not dict or type(existing) is not tuple or type(epochs) is not dict:
        raise WireError("names were asked for")
    return values, existing, epochs


def _is_definition(value: Any) -> bool:
    return isinstance(value, (type, types.FunctionType, ModuleType, RemoteFunction)) or (
        callable(value) and not is_candidate_s(value)
    )


def _alike(one: Any, other: Any) -> bool:
    """Tell whether a locked name's data is still what it was; then the object here stays."""
    if type(one) is not type(other):
        return False
    try:
        return bool(one is other or repr(one) == repr(other))
    except Exception:
        return False
