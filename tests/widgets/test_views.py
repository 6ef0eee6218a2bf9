"""The one anywidget: it passes messages to its sheet and answers back."""

from pathlib import Path
from typing import Any

from course.widgets.activities import MinuteCard
from course.widgets.save_protocol import AnswerSheet
from course.widgets.views import STATIC, VIEW, ActivityView

CARD = {"up": "a", "down": "b", "pace": "right"}


def test_a_message_is_saved_shown_and_answered(tmp_path: Path) -> None:
    """The state that a later page opens with is that of the file; the answer has the number."""
    view, sent = ActivityView(AnswerSheet(activity=MinuteCard(id="01-m"), folder=tmp_path)), []
    view.send = lambda content, **_: sent.append(content)  # type: ignore[method-assign]

    view._heard(view, {"seq": 3, "value": CARD}, [])
    view._heard(view, {"seq": 4, "value": CARD | {"pace": "none"}}, [])
    view._heard(view, "nonsense", [])

    assert [message.get("ack", message.get("refused")) for message in sent] == [3, 4]
    assert view.state["value"] == CARD
    assert (tmp_path / "answers" / "01-m.json").exists()


def test_a_file_changed_elsewhere_is_shown_on_refresh(tmp_path: Path) -> None:
    """A run that settles a prediction writes the file; the view then tells it."""
    sheet = AnswerSheet(activity=MinuteCard(id="01-m"), folder=tmp_path)
    view = ActivityView(sheet)
    assert view.state["value"] is None

    sheet.keep(CARD)
    view.refresh()

    assert view.state["value"] == CARD


def test_only_the_view_goes_to_the_page(tmp_path: Path) -> None:
    """The fallback's text is ours, not the widget's own."""
    view = ActivityView(AnswerSheet(activity=MinuteCard(id="01-m"), folder=tmp_path))

    assert list(view.mime()) == [VIEW]


def test_the_page_side_loads_nothing_and_parses_no_markup() -> None:
    """No address, no import and no innerHTML: words go in as text."""
    sources: dict[str, Any] = {p.name: p.read_text(encoding="utf-8") for p in STATIC.iterdir()}
    del sources["status.js"]  # a page of reports, tested there

    assert sorted(sources) == [
        "console.css",
        "console.draw.js",
        "console.end.js",
        "console.forms.js",
        "console.js",
        "console.looks.js",
        "page.js",
        "parsons.js",
        "widgets.css",
        "widgets.js",
    ]
    assert max(len(source.splitlines()) for source in sources.values()) <= 400
    for word in ("http:", "https:", "//cdn", "innerHTML", "insertAdjacentHTML", "eval(", "import "):
        assert not any(word in source for source in sources.values()), word
    assert "prefers-reduced-motion" in sources["widgets.css"]
    assert not any("url(" in sources[name] for name in sources if name.endswith(".css"))
