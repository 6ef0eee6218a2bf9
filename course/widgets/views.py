"""One anywidget for all activities, one for the console: they show data and pass messages on.

The only file that imports anywidget (and so ipywidgets); it is opened in live notebooks only.
What is asked, accepted and saved is decided below (save_protocol.py, console/); the page is in
static/.
"""

from collections.abc import Callable
from typing import Any, Protocol

import anywidget
import traitlets

from course.files import STATIC
from course.widgets.save_protocol import AnswerSheet

VIEW = "application/vnd.jupyter.widget-view+json"
PARTS = ("page.js", "parsons.js", "widgets.js")
CONSOLE = (
    "console.draw.js",
    "console.looks.js",
    "console.forms.js",
    "console.end.js",
    "console.js",
)


def _joined(*names: str) -> str:
    """Read parts of one module: nothing is loaded from anywhere, and parts see each other."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)


class ActivityView(anywidget.AnyWidget):
    """An activity in a notebook of a running JupyterLab."""

    _esm = _joined(*PARTS)
    _css = _joined("widgets.css")
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, sheet: AnswerSheet) -> None:
        super().__init__(spec=sheet.activity.spec(), state=sheet.state())
        self.sheet = sheet
        self.on_msg(self._heard)

    def refresh(self) -> None:
        """Show what the file says now."""
        self.state = self.sheet.state()

    def mime(self) -> dict[str, Any]:
        """Give what tells a page to open this view."""
        return _mime(self)

    def _heard(self, _widget: object, content: Any, _buffers: object) -> None:
        reply = self.sheet.answer(content)
        if reply is None:
            return
        if "state" in reply:
            self.state = reply["state"]  # a page that is loaded anew shows this
        self.send(reply)


class Talk(Protocol):
    """What a console speaks with; `announce` is told what takes long."""

    announce: Callable[[str], None]

    def spec(self) -> dict[str, Any]:
        """Give what stays the same."""

    def state(self) -> dict[str, Any]:
        """Give `run`, `looks` and `ending`."""

    def answer(self, message: Any) -> dict[str, Any] | None:
        """Answer a message; None for one without a number."""


class ConsoleView(anywidget.AnyWidget):
    """An incident's console in a notebook of a running JupyterLab."""

    _esm = _joined(*PARTS, *CONSOLE)
    _css = _joined("widgets.css", "console.css")
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)  # small, and new with every line
    looks = traitlets.Dict().tag(sync=True)  # large, and new with a look only
    ending = traitlets.Dict(allow_none=True).tag(sync=True)

    def __init__(self, session: Talk) -> None:
        state = session.state()
        super().__init__(
            spec=session.spec(), state=state["run"], looks=state["looks"], ending=state["ending"]
        )
        self.session = session
        self._seq = 0
        self.on_msg(self._heard)

    def refresh(self) -> None:
        """Show what the journal says now."""
        state = self.session.state()
        with self.hold_sync():  # one message, so that a page never shows half of it
            self.state, self.looks, self.ending = state["run"], state["looks"], state["ending"]

    def mime(self) -> dict[str, Any]:
        """Give what tells a page to open this view."""
        return _mime(self)

    def _announce(self, words: str) -> None:
        self.send({"heard": self._seq, "words": words})

    def _heard(self, _widget: object, content: Any, _buffers: object) -> None:
        if isinstance(content, dict) and type(content.get("seq")) is int:
            self._seq = content["seq"]
            self.session.announce = self._announce
            self.send({"heard": self._seq})  # silence means that no kernel is there
        reply = self.session.answer(content)
        if reply is None:
            return
        self.refresh()
        self.send(reply)


def _mime(view: Any) -> dict[str, Any]:
    bundle = view._repr_mimebundle_()
    return {} if bundle is None else {VIEW: bundle[0][VIEW]}
