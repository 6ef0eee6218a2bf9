"""Which names of libraries mean the same thing in both children, and may be looked up here.

The candidate may say that an object *is* `numpy:mean`; then the examiner uses its own. Nothing
that reads or writes files, runs code or loads pickles is on the list: such an object stays
where it is, as a reference, and does its work in the candidate.
"""

import builtins
import sys
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

globals()["__builtins__"] = dict(vars(builtins))  # as they are before any learner code

_type_dict = type.__dict__["__dict__"].__get__

STDLIB = frozenset(
    [
        "abc",
        "array",
        "base64",
        "binascii",
        "bisect",
        "calendar",
        "cmath",
        "collections",
        "colorsys",
        "contextlib",
        "copy",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "graphlib",
        "hashlib",
        "heapq",
        "hmac",
        "html",
        "io",
        "itertools",
        "json",
        "keyword",
        "math",
        "numbers",
        "operator",
        "pathlib",
        "pprint",
        "queue",
        "random",
        "re",
        "secrets",
        "sqlite3",
        "statistics",
        "string",
        "struct",
        "textwrap",
        "threading",
        "time",
        "token",
        "traceback",
        "types",
        "typing",
        "unicodedata",
        "unittest",
        "uuid",
        "warnings",
        "weakref",
        "zlib",
        "zoneinfo",
        "asyncio",
        "inspect",
        "timeit",
        "csv",
    ]
)
LIBRARIES = frozenset(
    [
        "numpy",
        "pandas",
        "scipy",
        "matplotlib",
        "mpl_toolkits",
        "sklearn",
        "sympy",
        "networkx",
        "seaborn",
        "statsmodels",
        "nose",
        "pytest",
        "hypothesis",
        "mpmath",
        "patsy",
        "dateutil",
        "pytz",
        "PIL",
        "skimage",
        "cv2",
        "numba",
        "torch",
        "torchvision",
        "tensorflow",
        "keras",
        "xgboost",
        "lightgbm",
        "nltk",
        "spacy",
        "altair",
        "plotly",
        "bokeh",
        "astropy",
        "xarray",
        "shapely",
        "geopandas",
        "folium",
        "bs4",
        "lxml",
        "requests",
        "sqlalchemy",
        "pydantic",
        "attr",
        "attrs",
        "tqdm",
        "tabulate",
        "IPython",
        "ipywidgets",
        "emcee",
        "corner",
        "control",
        "qutip",
        "qiskit",
        "cvxpy",
        "pulp",
        "gurobipy",
        "ortools",
        "gym",
        "gymnasium",
        "jax",
        "flax",
        "ipytest",
        "course",
        "testbook",
    ]
)
# Modules may be named so that their attributes can be read in the examiner's own copy.
MODULES = (
    STDLIB
    | LIBRARIES
    | frozenset(
        [
            "builtins",
            "os",
            "sys",
            "shutil",
            "glob",
            "tempfile",
            "subprocess",
            "pickle",
            "socket",
            "urllib",
            "http",
            "logging",
            "argparse",
            "configparser",
            "doctest",
            "ast",
            "dis",
            "platform",
            "getpass",
            "signal",
            "multiprocessing",
            "concurrent",
            "email",
            "gzip",
            "zipfile",
            "tarfile",
            "bz2",
            "lzma",
            "tomllib",
            "xml",
            "contextvars",
            "importlib",
            "pkgutil",
            "gc",
            "errno",
            "locale",
            "gettext",
            "selectors",
            "ssl",
            "smtplib",
            "webbrowser",
            "curses",
            "readline",
            "cProfile",
            "pstats",
            "trace",
            "tracemalloc",
            "resource",
            "stat",
            "fnmatch",
            "linecache",
            "tokenize",
            "symtable",
            "posixpath",
            "ntpath",
            "optparse",
            "sched",
            "fileinput",
            "filecmp",
            "codecs",
            "marshal",
            "shelve",
            "dbm",
            "copyreg",
            "atexit",
            "sysconfig",
            "site",
            "code",
            "codeop",
            "zipapp",
            "venv",
            "ensurepip",
            "turtle",
            "tkinter",
            "imaplib",
            "ftplib",
            "poplib",
            "telnetlib",
            "ipaddress",
            "mimetypes",
            "quopri",
            "netrc",
            "plistlib",
            "cmd",
            "shlex",
        ]
    )
)
_BUILTIN_FUNCTIONS = frozenset(
    [
        "abs",
        "all",
        "any",
        "ascii",
        "bin",
        "callable",
        "chr",
        "divmod",
        "format",
        "hash",
        "hex",
        "id",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "max",
        "min",
        "next",
        "oct",
        "ord",
        "pow",
        "print",
        "repr",
        "round",
        "sorted",
        "sum",
    ]
)
_REFUSED = (
    "load", "save", "read_", "to_", "eval", "exec", "compile", "open", "from_file", "fromfile",
    "tofile", "memmap", "genfromtxt", "fromregex", "sympify", "parse_expr", "lambdify", "run",
    "system", "popen", "call", "getattr", "setattr", "delattr", "attrgetter", "methodcaller",
    "import", "pickle", "patch", "f2py", "Popen", "Timer", "timeit", "Thread",
    "FunctionType", "CodeType", "LambdaType",
)  # fmt: skip


_TABLE: dict[str, dict[str, Any]] = {}  # module -> what stood in it before any learner code


def remember() -> None:
    """Keep what the modules hold that are loaded now: no answer has run, so it is the libraries'.

    A class that an answer puts into a library afterwards is not taken for the library's.
    """
    for name, module in list(sys.modules.items()):
        if type(module) is ModuleType and name not in _TABLE and name != "__main__":
            _TABLE[name] = dict(vars(module))


def library_name(thing: Any) -> str | None:
    """Give the `module:qualname` by which a library's class or function can be found, or None."""
    module, name = getattr(thing, "__module__", None), getattr(thing, "__qualname__", None)
    if type(module) is not str or type(name) is not str or "<" in name or module == "__main__":
        if isinstance(thing, _UFUNC()):
            module, name = "numpy", str(getattr(thing, "__name__", ""))
        else:
            return None
    if find(module, name) is not thing or _is_a_stand_in(thing):
        return None
    if module in _TABLE:
        first = name.partition(".")[0]
        if _TABLE[module].get(first) is not getattr(sys.modules[module], first, None):
            return None
    return f"{module}:{name}"


def _is_a_stand_in(thing: Any) -> bool:
    """Tell whether a notebook's own function has been put in a library's place, under its name."""
    parts = _type_dict(thing).values() if issubclass(type(thing), type) else (thing,)
    for part in parts:
        space = getattr(part, "__globals__", None) if type(part) is FunctionType else None
        if type(space) is dict and space.get("__name__") == "__main__":
            return True
    return False


def _UFUNC() -> tuple[type, ...]:  # noqa: N802 - a type that may not be imported yet
    numpy = sys.modules.get("numpy")
    return (numpy.ufunc,) if numpy is not None else ()


def find(module: str, qualname: str) -> Any:
    """Look up a name in a module that is loaded; None if it is not there."""
    thing: Any = sys.modules.get(module)
    for part in qualname.split("."):
        thing = getattr(thing, part, None)
    return thing


def resolve(name: str) -> Any:
    """Look a library's class or function up, as named by an untrusted side; None if refused."""
    module, _, qualname = name.partition(":")
    if not qualname or any(part.startswith("__") for part in qualname.split(".")):
        return None
    if module == "builtins":
        thing = getattr(builtins, qualname, None)
        allowed = isinstance(thing, type) or qualname in _BUILTIN_FUNCTIONS
        return thing if allowed else None
    top = module.partition(".")[0]
    if top not in MODULES or import_allowed(module) is None:
        return None
    thing = find(module, qualname)
    if top not in STDLIB and top not in LIBRARIES:  # no more than what can be caught by its class
        return thing if isinstance(thing, type) and issubclass(thing, Exception) else None
    last = qualname.rpartition(".")[2]
    if any(last.startswith(word) for word in _REFUSED) or not callable(thing):
        return None
    if isinstance(thing, type):
        return thing
    owner = getattr(thing, "__module__", module)  # an alias must not lead elsewhere
    if type(owner) is str and owner.partition(".")[0].lstrip("_") not in STDLIB | LIBRARIES | {
        "builtins"
    }:
        return None
    return thing


def import_allowed(module: str) -> ModuleType | None:
    """Import a library's module, None if it is not on the list or not installed."""
    top = module.partition(".")[0]
    if top == "course" and not module.startswith("course.lessons"):
        return None
    if top not in MODULES or any(p.startswith("__") or not p for p in module.split(".")):
        return None
    if module in sys.modules:
        return sys.modules[module]
    if top not in LIBRARIES and top not in STDLIB and "." in module:
        return None
    try:
        return import_module(module)
    except BaseException:  # whatever a library does when it cannot be imported
        return None
