"""One anywidget for all activities: it shows `spec` and `state`, and passes messages to a sheet.

The only file that imports anywidget (and so ipywidgets); it is opened in live notebooks only.
What is asked, accepted and saved is decided below (sheets.py); the page is in static/.
"""

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course.widgets.sheets import Sheet

VIEW = "application/vnd.jupyter.widget-view+json"
PARTS = ("page.js", "parsons.js", "widgets.js")
STATIC = Path(__file__).parent / "static"


class View(anywidget.AnyWidget):
    """An activity in a notebook of a running JupyterLab."""

    # One module, so that nothing is loaded from anywhere; its parts see each other's functions.
    _esm = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in PARTS)
    _css = (STATIC / "widgets.css").read_text(encoding="utf-8")
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(spec=sheet.activity.spec(), state=sheet.state())
        self.sheet = sheet
        self.on_msg(self._heard)

    def refresh(self) -> None:
        """Show what the file says now."""
        self.state = self.sheet.state()

    def mime(self) -> dict[str, Any]:
        """Give what tells a page to open this view."""
        made = self._repr_mimebundle_()
        return {} if made is None else {VIEW: made[0][VIEW]}

    def _heard(self, _widget: object, content: Any, _buffers: object) -> None:
        reply = self.sheet.answer(content)
        if reply is None:
            return
        if "state" in reply:
            self.state = reply["state"]  # a page that is loaded anew shows this
        self.send(reply)
