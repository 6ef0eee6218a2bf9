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


def promql(incident: Incident, query: str, options: argparse.Namespace) -> Any:
    """Answer a cell of PromQL; draws it where `--plot` is given."""
    frame = incident.promql(query, at=options.at, over=options.over, step=options.step)
    if options.plot:
        frame.plot()
    return frame


def sql(incident: Incident, query: str, options: argparse.Namespace) -> Any:
    """Answer a cell of SQL."""
    del options
    return incident.sql(query)


def options(name: str) -> argparse.ArgumentParser:
    """What may stand in the first line of a cell."""
    parser = _Options(prog=f"%%{name}", add_help=False, allow_abbrev=False)
    parser.add_argument("incident")
    parser.add_argument("-o", dest="name", metavar="name")
    if name == "promql":
        parser.add_argument("--at")
        parser.add_argument("--over")
        parser.add_argument("--step", default="15s")
        parser.add_argument("--plot", action="store_true")
    return parser


def _magic(shell: Any, run: Callable[..., Any]) -> Callable[[str, str], Any]:
    def magic(line: str, cell: str) -> Any:
        try:
            arguments = _read(run.__name__, shlex.split(line))
            incident = _incident_named(shell.user_ns, arguments.incident, run.__name__)
            answer = run(incident, cell.strip(), arguments)
        except (CourseError, ValueError) as error:
            print("; ".join(str(error).splitlines()))  # noqa: T201 - the cell's answer
            return None
        if arguments.name:
            shell.user_ns[arguments.name] = answer
        return None if arguments.name or getattr(arguments, "plot", False) else answer

    magic.__doc__ = run.__doc__
    return magic


def _read(name: str, words: Sequence[str]) -> argparse.Namespace:
    arguments = options(name).parse_args(words)
    if arguments.name and not arguments.name.isidentifier():
        raise QueryError(f"%%{name}: -o: expected a variable's name, got {arguments.name!r}")
    return arguments


def _incident_named(names: dict[str, Any], wanted: str, magic: str) -> Incident:
    value = names.get(wanted)
    value = getattr(value, "incident", value)  # a console has one
    if not isinstance(value, Incident):
        raise QueryError(f"%%{magic}: expected the name of an Incident, got {wanted!r}")
    return value
