"""Cells of PromQL and SQL in notebooks: `%load_ext course.incidents.magics`.

    %%promql incident [--over 30m] [--step 15s] [--at 14:12] [--plot] [-o name]
    %%sql incident [-o name]

`incident` is the name of a variable. Wrong queries print one line. No query is evaluated here.
"""

import argparse
import shlex
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from course.errors import CourseError, QueryError
from course.incidents.incident import Incident


class _Options(argparse.ArgumentParser):
    """Says what is wrong with a line instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise QueryError(f"{self.prog}: {message}; {self.format_usage().strip()}")


def load_ipython_extension(shell: Any) -> None:
    """Give a shell both magics."""
    for name, run in (("promql", promql), ("sql", sql)):
        shell.register_magic_function(_magic(shell, run), "cell", name)


def promql(incident: Incident, query: str, given: argparse.Namespace) -> Any:
    """Answer a cell of PromQL; draws it where `--plot` is given."""
    found = incident.promql(query, at=given.at, over=given.over, step=given.step)
    if given.plot:
        found.plot()
    return found


def sql(incident: Incident, query: str, given: argparse.Namespace) -> Any:
    """Answer a cell of SQL."""
    del given
    return incident.sql(query)


def options(name: str) -> argparse.ArgumentParser:
    """What may stand in the first line of a cell."""
    made = _Options(prog=f"%%{name}", add_help=False, allow_abbrev=False)
    made.add_argument("incident")
    made.add_argument("-o", dest="name", metavar="name")
    if name == "promql":
        made.add_argument("--at")
        made.add_argument("--over")
        made.add_argument("--step", default="15s")
        made.add_argument("--plot", action="store_true")
    return made


def _magic(shell: Any, run: Callable[..., Any]) -> Callable[[str, str], Any]:
    def magic(line: str, cell: str) -> Any:
        try:
            given = _read(run.__name__, shlex.split(line))
            incident = _found(shell.user_ns, given.incident, run.__name__)
            answer = run(incident, cell.strip(), given)
        except (CourseError, ValueError) as error:
            print("; ".join(str(error).splitlines()))  # noqa: T201 - the cell's answer
            return None
        if given.name:
            shell.user_ns[given.name] = answer
        return None if given.name or getattr(given, "plot", False) else answer

    magic.__doc__ = run.__doc__
    return magic


def _read(name: str, words: Sequence[str]) -> argparse.Namespace:
    given = options(name).parse_args(words)
    if given.name and not given.name.isidentifier():
        raise QueryError(f"%%{name}: -o: expected a variable's name, got {given.name!r}")
    return given


def _found(names: dict[str, Any], wanted: str, magic: str) -> Incident:
    found = names.get(wanted)
    found = getattr(found, "incident", found)  # a console has one
    if not isinstance(found, Incident):
        raise QueryError(f"%%{magic}: expected the name of an Incident, got {wanted!r}")
    return found
