"""What texts of cells tell without running them; nothing here asks the candidate.

`read_cell` says of a test, before it runs, which names it reads and stores, what it patches, and
whether it seeds. `read_author` says of the source notebook which names its author uses.
`SubmittedText` is the text that was handed in: a test that asks for a learner's function's code
gets what is compiled from it, and that is never run.
"""

import ast
import builtins
import dis
import keyword
import linecache
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.examination.shared.syntax_trees import tree_of

MAX_HELPER_BYTES = 8 << 20
LOADS = frozenset(
    {"LOAD_NAME", "LOAD_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS", "DELETE_NAME", "DELETE_GLOBAL"}
)
LOOKS_AROUND = frozenset({"globals", "locals", "dir", "vars", "eval", "exec"})


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What read_cell finds out about one cell."""

    reads: frozenset[str] = frozenset()  # global names, and names in string constants
    stores: frozenset[str] = frozenset()  # global names bound or deleted
    mentioned: frozenset[str] = frozenset()  # every identifier in the text
    looks_around: bool = False  # asks for all names there are
    seeds: bool = False
    patches: frozenset[tuple[str, str]] = frozenset()  # (dotted owner, attribute)
    aliases: Mapping[str, str] = field(default_factory=dict)  # name -> module, by its imports


def read_cell(source: str) -> Reading:
    """Read a cell (as IPython has transformed it); what is no Python has no facts."""
    try:
        tree = tree_of(source)
        code = compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Reading()
    reads: set[str] = set()
    for inner in walk_code(code):
        reads.update(i.argval for i in dis.get_instructions(inner) if i.opname in LOADS)
        reads.update(text for text in strings(inner.co_consts) if is_name(text))
        for text in strings(inner.co_consts):
            if 2 < len(text) < 2_000 and not is_name(text):
                reads.update(words(text))
    nodes = list(ast.walk(tree))
    if "_magic(" in source:  # a magic's line need not be Python
        texts = strings(c for inner in walk_code(code) for c in inner.co_consts)
        reads.update(w for t in texts for w in re.findall(r"\w+", t) if is_name(w))
    if "__main__" in source:
        reads.update(n.attr for n in nodes if isinstance(n, ast.Attribute))
        for value in (n.value for n in nodes if isinstance(n, ast.Constant)):
            if isinstance(value, str):
                reads.update(part for part in value.split(".") if is_name(part))
    identifiers = {n.id for n in nodes if isinstance(n, ast.Name)}
    return Reading(
        reads=frozenset(reads - _defined_first(tree)),
        stores=frozenset(stored_names(nodes)),
        mentioned=frozenset(identifiers | {n.attr for n in nodes if isinstance(n, ast.Attribute)}),
        looks_around=bool(identifiers & LOOKS_AROUND),
        seeds=any(word in source for word in ("seed", "RandomState", "setstate", "set_state")),
        patches=frozenset(_patches(nodes)),
        aliases=dict(_aliases(nodes)),
    )


def _defined_first(tree: ast.Module) -> set[str]:
    """Names that the cell's own top level defines or imports."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
        ):
            names.update(stored_names([node]))
    return names


def is_name(text: str) -> bool:
    """Tell whether a text could be a global's name."""
    return len(text) < 100 and text.isidentifier() and not keyword.iskeyword(text)


def words(text: str) -> set[str]:
    """Names in an expression or statement given as a string."""
    try:
        tree = tree_of(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}


def walk_code(code: types.CodeType) -> Iterator[types.CodeType]:
    """Walk a code object and those inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from walk_code(constant)


def strings(constants: Iterable[object]) -> Iterator[str]:
    """Strings among constants, tuples and frozensets of them included."""
    for constant in constants:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, (tuple, frozenset)):
            yield from strings(constant)


def stored_names(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the names that these nodes bind or delete."""
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]


def dotted(node: ast.AST) -> str | None:
    """`np.linalg` of an attribute chain, None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


def _patches(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            owner = dotted(node.value)
            if owner is not None:
                yield owner, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            owner, _, name = node.value.rpartition(".")
            if owner and all(is_name(part) for part in node.value.split(".")):
                yield owner, name
        elif isinstance(node, ast.Call) and len(node.args) >= 2:
            owner_of, named = dotted(node.args[0]), node.args[1]
            if owner_of and isinstance(named, ast.Constant) and isinstance(named.value, str):
                yield owner_of, named.value


def _aliases(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    yield alias.asname, alias.name
                else:
                    top = alias.name.partition(".")[0]
                    yield top, top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


@dataclass(frozen=True, kw_only=True)
class Author:
    """What the source notebook tells of names, solutions included; empty where it is unknown."""

    known: bool = False
    names: frozenset[str] = frozenset()  # globals bound by any cell but tests
    solved: frozenset[str] = frozenset()  # globals mentioned where learners write
    defined: frozenset[str] = frozenset()  # functions, classes, methods of solutions and own cells
    classes: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()  # that solutions and locked cells read or set
    assigned: frozenset[str] = frozenset()  # attributes that they set
    makes: frozenset[str] = frozenset()  # `function class`: that function speaks of that class
    imports: Mapping[str, str] = field(default_factory=dict)
    starred: frozenset[str] = frozenset()  # modules of which it imports everything


def read_author(cells: Iterable[Mapping[str, Any]], plain: Any) -> Author:
    """Read the source's cells that are no tests; `plain` takes IPython's syntax out."""
    names: set[str] = set()
    solved: set[str] = set()
    defined: set[str] = set()
    classes: set[str] = set()
    attributes: set[str] = set()
    assigned: set[str] = set()
    spoken_of: set[tuple[str, str]] = set()
    imports: dict[str, str] = {}
    starred: list[ast.ImportFrom] = []
    for cell in cells:
        if cell["role"] == "test":
            continue
        try:
            text = plain(cell["source"])
            tree = tree_of(text)
            bound, mentioned = _globals(text)
        except (SyntaxError, ValueError, RecursionError):
            continue
        nodes = list(ast.walk(tree))
        names |= bound
        classes.update(n.name for n in nodes if isinstance(n, ast.ClassDef))
        attributes.update(n.attr for n in nodes if isinstance(n, ast.Attribute))
        assigned.update(
            n.attr
            for n in nodes
            if isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)
        )
        spoken_of.update((function, n) for function, used in _functions(tree) for n in used)
        imports.update(_aliases(nodes))
        starred += (n for n in nodes if isinstance(n, ast.ImportFrom) and n.names[0].name == "*")
        if cell["role"] != "locked":
            solved |= bound | mentioned
            defined.update(
                n.name
                for n in nodes
                if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            )
            in_classes = {s for n in nodes if isinstance(n, ast.ClassDef) for s in n.body}
            defined.update(
                t.id
                for n in nodes
                if isinstance(n, ast.Assign)
                and (isinstance(n.value, ast.Lambda) or n in in_classes)
                for t in n.targets
                if isinstance(t, ast.Name)
            )
            defined.update(_generated(nodes))
    return Author(
        known=True,
        names=frozenset(names),
        solved=frozenset(solved),
        defined=frozenset(defined),
        classes=frozenset(classes),
        attributes=frozenset(attributes),
        assigned=frozenset(assigned),
        makes=frozenset(f"{function} {name}" for function, name in spoken_of if name in classes),
        imports=imports,
        starred=frozenset(node.module for node in starred if node.module and not node.level),
    )


def _globals(text: str) -> tuple[set[str], set[str]]:
    """Tell which globals a text binds and which it mentions; locals of functions are neither."""
    code = compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    bound: set[str] = set()
    mentioned: set[str] = set()
    for inner in walk_code(code):
        for step in dis.get_instructions(inner):
            by_name = step.opname in ("STORE_NAME", "DELETE_NAME") and inner is code
            if by_name or step.opname in ("STORE_GLOBAL", "DELETE_GLOBAL"):
                bound.add(step.argval)
            elif step.opname in LOADS:
                mentioned.add(step.argval)
    return bound, mentioned


def _functions(tree: ast.AST, owner: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Give each function's name and the names in it; one that has `cls` speaks of its class."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, node.name)
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
            own = {owner} if owner and names & {"cls", "self", "type"} else set()
            yield node.name, frozenset(names | own)
        yield from _functions(node, owner)


_ORDERS = ("__lt__", "__le__", "__gt__", "__ge__")


def _generated(nodes: list[ast.AST]) -> Iterator[str]:
    """Methods that decorators write: dataclass(order=True), total_ordering."""
    for node in nodes:
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            text = ast.unparse(decorator)
            if "dataclass" in text or "attr" in text or "define" in text:
                yield "__eq__"
            if "total_ordering" in text or "order=True" in text:
                yield from _ORDERS


# Modules none of whose functions executes a text, loads an object or walks attributes.
_HARMLESS = frozenset(
    """bisect cmath collections copy datetime decimal fractions heapq itertools json math
    numbers numpy pytest random re statistics string textwrap time""".split()  # noqa: SIM905
)
_NO_SINK = {  # of these modules, only these names
    "numpy": frozenset(
        """abs all allclose any append arange argmax argmin argsort array array_equal asarray
    assert_allclose assert_almost_equal assert_array_almost_equal assert_array_equal
    assert_equal ceil column_stack concatenate corrcoef cos count_nonzero cov cumprod
    cumsum default_rng diff dot exp eye float64 floor full hstack inf int64 isclose
    isfinite isinf isnan issubdtype linalg linspace log log10 log2 max maximum mean median
    min minimum nan ndarray norm ones outer percentile pi prod quantile random reshape
    round seed shape sin sort sqrt square stack std sum tan testing transpose unique var
    vstack where zeros zeros_like inv det eig solve rand randint randn uniform normal
    choice permutation shuffle""".split()  # noqa: SIM905
    ),
    "pytest": frozenset(["approx", "raises"]),
    "string": frozenset(
        ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "punctuation"]
    ),
}
_REACHES = frozenset(
    """__import__ breakpoint compile delattr eval exec get_ipython getattr globals hasattr
    help input locals open setattr vars""".split()  # noqa: SIM905
)
_DATA_NAMES = frozenset(
    name
    for kind in (str, bytes, bytearray, list, tuple, dict, set, int, float, complex, Exception)
    for name in dir(kind)
    if not name.startswith("_")
) | {"T", "all", "any", "dtype", "max", "mean", "min", "ndim", "shape", "size", "sum", "tolist"}
_NO_DATA_NAMES = frozenset(
    """agg aggregate apply eval exec execute format format_map load loads map pipe query
    render run sql transform""".split()  # noqa: SIM905
)


_JOURNAL = "course.incidents.handed_in"
_OF_JOURNAL = frozenset(["because", "points", "problem"])


def is_plain(source: str, author: Author, *, with_journal: bool = False) -> bool:
    """Tell whether a test hands nothing to a library that could execute it.

    Such a test calls the learner's functions, Python's own and a few modules' that take data only.
    Whatever else there is in it, an attribute that is not data's or the author's own included,
    it is not plain. `with_journal` counts `handed_in` among what takes data only.
    """
    try:
        nodes = list(ast.walk(tree_of(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    aliases = {**author.imports, **dict(_aliases(nodes))}
    own = (author.attributes | author.defined) - _NO_DATA_NAMES
    own |= _OF_JOURNAL if with_journal else frozenset()
    more = {_JOURNAL} if with_journal else set[str]()
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if not all(_is_harmless(name) or name in more for _, name in _aliases([node])):
                return False
        elif isinstance(node, ast.Name):
            if node.id in _REACHES or node.id.startswith("__"):
                return False
            name = aliases.get(node.id)
            if name is not None and name not in more and not _is_harmless(name):
                return False
        elif isinstance(node, ast.Attribute):
            root = (dotted(node) or "").partition(".")[0]
            module = aliases.get(root, "").partition(".")[0]
            allowed = _NO_SINK.get(module)
            if node.attr.startswith("_") or (allowed is not None and node.attr not in allowed):
                return False
            if not module and node.attr not in _DATA_NAMES - _NO_DATA_NAMES | own:
                return False
    return True


def journal_of(source: str, author: Author) -> str | None:
    """Name the incident whose journal a test grades, if that is all that it hands to a library.

    None where the text is another test, asks for two journals, or computes which.
    """
    if not is_plain(source, author, with_journal=True):
        return None
    nodes = list(ast.walk(tree_of(source)))
    called = {alias for alias, name in _aliases(nodes) if name == _JOURNAL}
    mentions = sum(isinstance(node, ast.Name) and node.id in called for node in nodes)
    asked = []
    for node in nodes:
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(journal))]):
                asked += [journal] if name in called and not node.keywords else []
    return asked[0] if len(asked) == mentions and len(set(asked)) == 1 else None


def _is_harmless(name: str) -> bool:
    module, *rest = name.split(".")
    allowed = _NO_SINK.get(module)
    return module in _HARMLESS and (allowed is None or allowed.issuperset(rest))


def facts_of(author: Author) -> dict[str, Any]:
    """Write what is known of an author as JSON can have it: names, and no text of a solution."""
    facts = {name: getattr(author, name) for name in Author.__dataclass_fields__}
    return {k: sorted(v) if isinstance(v, frozenset) else v for k, v in facts.items()}


def author_of(facts: Mapping[str, Any]) -> Author:
    """Read what `facts_of` has written."""
    given: Any = {k: frozenset(v) if isinstance(v, list) else v for k, v in facts.items()}
    return Author(**given)


def without_magic(source: str) -> str:
    """Take IPython's own syntax out of a cell without IPython: a line of it binds no name."""
    lines = source.splitlines()
    if lines and lines[0].startswith("%%"):
        lines[0] = ""
    for index, line in enumerate(lines):
        bare = line.lstrip()
        if bare.startswith(("%", "!", "?")) or " = %" in bare or " = !" in bare:
            name = bare.partition(" = ")[0] if " = " in bare else "_"
            lines[index] = f"{line[: len(line) - len(bare)]}{name} = None"
    return "\n".join(lines)


class SubmittedText:
    """The text that was handed in, by cell: for In[] and for questions about source."""

    def __init__(self, cells: list[dict[str, Any]], plain: Any) -> None:
        self.cells = cells
        self.plain = plain
        self._codes: list[dict[str, types.CodeType]] | None = None  # one for each cell
        self._texts: dict[str, str] = {}
        self.order = {cell["id"]: index for index, cell in enumerate(cells)}

    def history(self, cell: str, source: str) -> list[str]:
        """In[] as it stands when a cell runs, its own text last."""
        until = self.order.get(cell, len(self.cells))
        return ["", *(c["source"] for c in self.cells[:until] if _is_run(c)), source]

    def numbers(self, cell: str) -> dict[str, int]:
        """Give each earlier cell's execution count, by its id: empty cells are not run."""
        until = self.order.get(cell, len(self.cells))
        run = [c["id"] for c in self.cells[:until] if _is_run(c)]
        return {name: number for number, name in enumerate(run, 1)}

    def code(self, qualname: str, cell: str = "") -> types.CodeType | None:
        """Code of the last function of that name before a cell, compiled from the text."""
        if self._codes is None:
            self._codes = []
            for index, written in enumerate(self.cells):
                self._codes.append({})
                if written["role"] != "test":
                    self._compile(index, self.plain(written["source"]))
        for codes in reversed(self._codes[: self.order.get(cell, len(self.cells))]):
            if qualname in codes:
                return codes[qualname]
        return None

    def text(self, qualname: str) -> str:
        """Give the text of the cell that has the last function of that name."""
        return self._texts.get(qualname, "")

    def _compile(self, index: int, source: str) -> None:
        name = f"/tmp/ipykernel_1/handed_in_{index}.py"  # noqa: S108 - a name, no file
        try:
            code = compile(source, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            tree = tree_of(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        assert self._codes is not None
        codes = self._codes[index]
        for inner in walk_code(code):
            codes[inner.co_qualname] = inner
            self._texts[inner.co_qualname] = source
        by_line = {
            inner.co_firstlineno: inner for inner in walk_code(code) if inner.co_name == "<lambda>"
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                for target in node.targets:
                    if isinstance(target, ast.Name) and node.value.lineno in by_line:
                        codes[target.id] = by_line[node.value.lineno]


def _is_run(cell: Mapping[str, Any]) -> bool:
    """Tell whether a kernel counts a cell: one without a text it passes over."""
    return cell["role"] == "test" or bool(cell["source"].strip())


def is_builtin(name: str) -> bool:
    """Tell whether Python itself has this name."""
    return hasattr(builtins, name)


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
