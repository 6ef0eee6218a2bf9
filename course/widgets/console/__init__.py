"""The incident console: a scenario that is watched, diagnosed, mended and told of by clicks.

`console("bad-canary")` shows it in a running JupyterLab, and its story elsewhere. What is clicked
is a line of `incidents/bad-canary.jsonl` beside the notebook; code cells write the same lines.
Files in reading order: panels (what a look shows), choices (what the forms offer), timeline (the
journal in words, score and feedback at the end), session (messages of the page).
Importing this opens no scenario and no engine: that happens where somebody can click.
"""

import tomllib
import weakref
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from course.errors import NotebookError, Problem
from course.files import scenario_folders
from course.widgets.answer_files import HOME, ID
from course.widgets.notebook_calls import live
from course.widgets.prose import Block, Code, Paragraph, as_html, as_text

if TYPE_CHECKING:
    from course.incidents.incident import Incident
    from course.widgets.console.session import Session

FOLDER = "incidents"


class Console:
    """A console that is shown. `incident` is its run, for code cells."""

    def __init__(self, scenario: str) -> None:
        self._scenario = scenario

    @property
    def incident(self) -> "Incident":
        """The run, begun or taken up again when first asked for."""
        return over_journal(self._scenario, HOME / FOLDER).incident

    def __repr__(self) -> str:
        return f"console({self._scenario!r})"

    def _ipython_display_(self) -> None:
        """Nothing: it was shown when it was made."""


def console(scenario: str) -> Console:
    """Show the console in which an incident is worked by clicks.

    Where nobody can click, as on GitHub or under the grader, it shows the scenario's story instead.

    Parameters
    ----------
    scenario : str
        Name of a scenario, such as `bad-canary`.

    Returns
    -------
    Console
        Its `incident` is the same run for code cells. Clicks and code write the same journal.

    Raises
    ------
    NotebookError
        Where there is no such scenario.
    """
    from IPython import get_ipython
    from IPython.display import display

    shown = bundle(scenario)
    if get_ipython() is None:
        print(shown["text/plain"])  # noqa: T201 - a plain Python shows what it can
        return Console(scenario)
    if live():
        from course.widgets.views import ConsoleView

        view = ConsoleView(over_journal(scenario, HOME / FOLDER))
        _follow_cells(view)
        shown = view.mime() | shown
    display(shown, raw=True)  # type: ignore[no-untyped-call]
    return Console(scenario)


@cache
def over_journal(scenario: str, folder: Path) -> "Session":
    """Give the one session over a journal that this process has: views and cells share it."""
    from course.widgets.console.session import Session

    return Session(scenario, folder=folder, seed=lambda draw: own_seed(scenario, draw))


def own_seed(scenario: str, draw: int = 1) -> int:
    """Seed of a run of whoever works here: the first is the one that is handed in."""
    from course.incidents import scenario_files

    return scenario_files.own_seed(scenario if draw == 1 else f"{scenario} {draw}")


def bundle(scenario: str) -> dict[str, Any]:
    """Give the fallback by MIME type: the same in every run, whatever the journal says."""
    scenario_data = _scenario_data(scenario)
    begin = f'from course.widgets import console\n\nincident = console("{scenario}").incident'
    blocks: list[Block] = [
        Paragraph(words=f"Incident: {scenario_data['title']}", strong=True),
        Paragraph(words=scenario_data["story"]),
        Paragraph(
            words="Open this notebook in JupyterLab and run this cell: the console appears here. "
            "The same run can be played by code:"
        ),
        Code(text=f"{begin}\n{_STEPS}"),
        Paragraph(
            words=f"All that is looked at, said and done is a line of "
            f"`{FOLDER}/{scenario}.jsonl` beside this notebook. It is handed in with the notebook, "
            "and an unfinished one is taken up again."
        ),
    ]
    return {"text/plain": as_text(blocks), "text/html": as_html(blocks)}


_STEPS = """\
incident.alerts()
incident.topology()
incident.advance("1m")
incident.declare(severity=2)
help(incident)"""


def _scenario_data(scenario: str) -> dict[str, Any]:
    """Read title and story without the rooms that would check and run the scenario."""
    files = [file for folder in scenario_folders() for file in folder.glob("*.toml")]
    path = next((file for file in files if file.stem == scenario), None)
    if not ID.fullmatch(str(scenario)) or path is None:
        known = ", ".join(sorted(file.stem for file in files))
        what = f"expected one of {known}, got {str(scenario)[:60]!r}"
        raise NotebookError(Problem("console", what))
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _follow_cells(view: Any) -> None:
    """Let a view show what code cells did to its run, as long as the view lives."""
    from IPython import get_ipython

    events, seen = get_ipython().events, weakref.ref(view)

    def ran(_result: object) -> None:
        live_view = seen()
        if live_view is None:
            events.unregister("post_run_cell", ran)
        else:
            live_view.refresh()

    events.register("post_run_cell", ran)
