"""The widgets in a real JupyterLab: keyboard, saving, restarts, reloads, hostile files, axe."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from course.widgets.parsons import line_names, scrambled
from tests import lab
from tests.widgets import sample

pytestmark = [pytest.mark.browser, lab.NEEDS_CHROMIUM]

LINES = [
    "def total(prices):",
    "    result = 0",
    "    for price in prices:",
    "        result += price",
    "    return result",
    "    result = price",
]
FOCUS_FIRST_CELL = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = 0; notebook.mode = 'command'; notebook.activate();
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[lab.Lab, Any]]:
    """A lab over an empty folder, and a browser."""
    root = tmp_path_factory.mktemp("root")
    state = tmp_path_factory.mktemp("state")
    with lab.start_lab(root, state) as server, lab.start_chromium() as browser:
        yield server, browser


@contextmanager
def opened(
    desk: tuple[lab.Lab, Any], name: str, files: dict[str, str] | None = None
) -> Iterator[tuple[Any, Path]]:
    """The sample notebook in a folder of its own, with answer files, run in the browser."""
    server, browser = desk
    folder = sample.lay(server.root / name).parent
    for file, text in (files or {}).items():
        (folder / "answers").mkdir(exist_ok=True)
        (folder / "answers" / file).write_text(text, encoding="utf-8")
    page = lab.open_page(server, browser, f"{name}/{sample.NAME}")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    lab.run_all(page)
    page.wait_for_selector(".cw-kind-minute")
    yield page, folder
    page.close()
    assert faults == []


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def said(page: Any, place: str, text: str) -> None:
    """Wait until a part of a widget says something."""
    part = page.locator(place)
    try:
        part.filter(has_text=re.compile(re.escape(text))).first.wait_for(timeout=lab.WORK_MS)
    except Exception as error:
        raise AssertionError(f"{place}: expected {text!r}, got {part.all_inner_texts()}") from error


def question(widget: str, number: int) -> str:
    return f'[data-cw="{widget}"] fieldset:nth-of-type({number})'


def test_every_widget_is_worked_by_keyboard_alone(desk: tuple[lab.Lab, Any]) -> None:
    """Tab, arrows, Space and Enter reach and do everything; each answer is in its file."""
    with opened(desk, "keyboard") as (page, folder):
        page.evaluate(FOCUS_FIRST_CELL)
        quiz_by_keyboard(page, folder)
        graded_by_keyboard(page, folder)
        predict_by_keyboard(page, folder)
        parsons_by_keyboard(page, folder)
        rest_by_keyboard(page, folder)


def quiz_by_keyboard(page: Any, folder: Path) -> None:
    tab_to(page, '[data-cw="01-recall"] input[type=radio]')
    press(page, "Space", "ArrowDown", "Tab", "Enter")
    said(page, question("01-recall", 1), "Saved")
    assert sample.value(folder, "01-recall") == {"timeout": "b"}
    whys = page.locator(f"{question('01-recall', 1)} .cw-why").all_text_contents()
    assert len([why for why in whys if why.strip()]) == 3

    press(page, "Tab", "Space", "Tab", "Tab", "Space", "Tab", "Enter")
    said(page, question("01-recall", 2), "Right.")
    press(page, "Tab")
    page.keyboard.type("1999")
    press(page, "Enter")
    said(page, question("01-recall", 3), "Not yet. It is 1998.")
    assert sample.value(folder, "01-recall") == {
        "timeout": "b",
        "idempotent": ["a", "c"],
        "cents": 1999,
    }


def graded_by_keyboard(page: Any, folder: Path) -> None:
    tab_to(page, '[data-cw="01-final"] input[type=radio]')
    press(page, "Space", "ArrowDown")
    said(page, question("01-final", 1), "Saved")
    press(page, "Tab")
    page.keyboard.type("7")
    said(page, question("01-final", 2), "Not saved yet.")
    press(page, "Enter")
    said(page, question("01-final", 2), "Saved")
    assert sample.value(folder, "01-final") == {"port": "b", "radius": 7}
    assert page.locator('[data-cw="01-final"] .cw-feedback').all_text_contents() == ["", ""]


def predict_by_keyboard(page: Any, folder: Path) -> None:
    reveal = ".jp-Cell:nth-of-type(5) .jp-OutputArea"
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(sample.ORDER.index("reveal"))
    assert "Commit your prediction above first" in cell.inner_text(), reveal
    tab_to(page, '[data-cw="01-radius"] input')
    press(page, "Space", "ArrowDown", "ArrowDown", "Tab", "Space", "ArrowRight", "Tab", "Enter")
    said(page, '[data-cw="01-radius"]', "Saved")
    assert sample.value(folder, "01-radius") == {"prediction": "8", "confidence": 50}
    held = page.evaluate("document.activeElement.className")
    assert "cw-status" in held, "the focus was lost with the button"

    lab.run_cell(page, sample.ORDER.index("reveal"))
    said(page, '[data-cw="01-radius"]', "You said 8, 50 % sure: right.")
    assert "right." in cell.inner_text()
    assert page.locator('[data-cw="01-radius"] input:enabled').count() == 0
    page.evaluate(FOCUS_FIRST_CELL)


def parsons_by_keyboard(page: Any, folder: Path) -> None:
    tab_to(page, '[data-cw="01-total"] [role=listbox]')
    named = line_names(LINES)
    shown = [named[name] for name in scrambled(list(named))]
    at = 0
    for place, line in enumerate(LINES):
        text, indent = line.strip(), (len(line) - len(line.lstrip())) // 4
        to = shown.index(text)
        press(page, *(["ArrowDown"] * (to - at) or ["ArrowUp"] * (at - to)))
        press(page, *["Alt+ArrowUp"] * (to - place), *["ArrowRight"] * indent)
        shown.insert(place, shown.pop(to))
        at = place
    press(page, "Space")  # the last one is the line too many
    press(page, *["Tab"] * 6, "Enter")
    said(page, '[data-cw="01-total"]', "Right.")
    order = sample.value(folder, "01-total")
    assert [named[name] for name, _ in order["order"]] == [line.strip() for line in LINES[:-1]]
    assert order["solved"] is True

    press(page, "Shift+Tab", "Shift+Tab", "Enter")  # the button that indents less
    said(page, '[data-cw="01-total"]', "Saved")
    assert page.locator('[data-cw="01-total"] [role=option]').count() == len(LINES)


def rest_by_keyboard(page: Any, folder: Path) -> None:
    tab_to(page, '[data-cw="01-ex1-hints"] button')
    press(page, "Enter")
    said(page, '[data-cw="01-ex1-hints"]', "Which single outcome is safe?")
    press(page, "Tab", "Enter")
    said(page, '[data-cw="01-ex1-hints"]', "Keep the three steps apart.")
    opened = sample.value(folder, "01-ex1-hints")["opened"]
    assert [entry["level"] for entry in opened] == [1, 2]

    tab_to(page, '[data-cw="01-minute"] textarea')
    page.keyboard.type("The figure & <b>numbers</b>")
    press(page, "Tab", "Tab", "Space", "ArrowRight", "Tab", "Enter")
    said(page, '[data-cw="01-minute"]', "Saved")
    assert sample.value(folder, "01-minute") == {
        "up": "The figure & <b>numbers</b>",
        "down": "",
        "pace": "right",
    }


def test_a_reload_and_a_rerun_restore_answers(desk: tuple[lab.Lab, Any]) -> None:
    """A page loaded anew shows what was saved; so does the cell run in a new kernel."""
    with opened(desk, "reload") as (page, folder):
        first = question("01-recall", 1)
        page.locator(f"{first} label").nth(1).click()
        page.locator(f"{first} button").click()
        said(page, first, "Right.")
        lab.save(page)
        written = (folder / "answers" / "01-recall.json").read_bytes()

        page.reload()
        page.wait_for_selector(f"{first} .cw-mine")
        assert page.locator(f"{first} input:checked").input_value() == "b"
        said(page, first, "Saved")

        lab.wait_idle(page)
        lab.restart_kernel(page)
        lab.run_all(page)
        page.wait_for_selector(f"{first} .cw-mine")
        assert page.locator(f"{first} input:checked").input_value() == "b"
        assert (folder / "answers" / "01-recall.json").read_bytes() == written


def test_after_a_restart_nothing_is_shown_as_saved_that_was_not(
    desk: tuple[lab.Lab, Any],
) -> None:
    """Clicks that no kernel hears say NOT saved and what to do, keep the input, change no file."""
    with opened(desk, "restart") as (page, folder):
        first, second = question("01-recall", 1), question("01-recall", 2)
        page.locator(f"{first} label").nth(1).click()
        page.locator(f"{first} button").click()
        said(page, first, "Saved")
        before = {path.name: path.read_bytes() for path in (folder / "answers").iterdir()}
        assert list(before) == ["01-recall.json"]

        lab.restart_kernel(page)
        click_everything(page)
        page.locator(".cw-status.cw-bad").nth(5).wait_for(state="attached")
        # Not the inner text: what is scrolled out of sight has none.
        lost = page.locator(".cw-status.cw-bad").all_text_contents()
        assert len(lost) == 6
        assert {text[:39] for text in lost} == {"NOT saved: the kernel was restarted or "}
        assert all("Run this cell again" in text for text in lost)
        # The one answer that is in the file may say so, and nothing else does.
        assert page.locator(".cw-saved").count() == 1
        assert page.locator(f"{first} .cw-saved").count() == 1
        assert page.locator(f"{second} input:checked").count() == 1
        after = {path.name: path.read_bytes() for path in (folder / "answers").iterdir()}
        assert after == before

        lab.run_all(page)
        page.wait_for_selector(f"{first} .cw-mine")
        assert page.locator(f"{second} input:checked").count() == 0
        page.locator(f"{second} label").nth(0).click()
        page.locator(f"{second} button").click()
        said(page, second, "Saved")
        assert sample.value(folder, "01-recall") == {"timeout": "b", "idempotent": ["a"]}


def click_everything(page: Any) -> None:
    """Answer something in each widget."""
    second = question("01-recall", 2)
    page.locator(f"{second} label").nth(0).click()
    page.locator(f"{second} button").click()
    page.locator('[data-cw="01-final"] label').first.click()
    for fieldset in (1, 2):
        page.locator(f"{question('01-radius', fieldset)} label").first.click()
    page.get_by_role("button", name="Commit").click()
    page.get_by_role("button", name="Move down").click()
    page.get_by_role("button", name="Hint 1").click()
    page.locator('[data-cw="01-minute"] fieldset label').first.click()
    page.locator('[data-cw="01-minute"] button').click()


def test_a_hostile_answers_file_is_refused_and_the_notebook_works(
    desk: tuple[lab.Lab, Any],
) -> None:
    """The widget says what is wrong with the file, opens empty, and takes new answers."""
    path_in_id = '{"format": 1, "id": "../../x", "kind": "quiz", "saved": "", "value": {}}'
    files = {
        "01-recall.json": path_in_id,
        "01-minute.json": "no JSON",
        "01-radius.json": " " * 10**6,
    }
    with opened(desk, "hostile", files) as (page, folder):
        alerts = page.locator(".cw [role=alert]").all_text_contents()
        assert [text.split(":")[0] for text in alerts] == [
            "answers/01-recall.json is not used",
            "answers/01-radius.json is not used",
            "answers/01-minute.json is not used",
        ]
        first = question("01-recall", 1)
        assert page.locator(f"{first} input:checked").count() == 0
        page.locator(f"{first} label").nth(1).click()
        page.locator(f"{first} button").click()
        said(page, first, "Right.")
        assert sample.value(folder, "01-recall") == {"timeout": "b"}


def test_axe_finds_nothing_grave_in_either_theme(desk: tuple[lab.Lab, Any]) -> None:
    """Fresh, answered and failed widgets have no serious or critical violation; axe would say so."""
    with opened(desk, "axe", {"01-minute.json": "no JSON"}) as (page, _):
        violations = {f"fresh {theme}": grave(page, theme) for theme in lab.THEMES}
        for number, option in ((1, 0), (2, 0)):
            page.locator(f"{question('01-recall', number)} label").nth(option).click()
            page.locator(f"{question('01-recall', number)} button").click()
            said(page, question("01-recall", number), "Not yet.")
        page.get_by_role("button", name="Run", exact=True).click()
        page.wait_for_selector(".cw-said")
        page.get_by_role("button", name="Hint 1").click()
        said(page, '[data-cw="01-ex1-hints"]', "Which single outcome is safe?")
        page.get_by_role("button", name="Leave out").click()
        lab.restart_kernel(page)
        page.get_by_role("button", name="Hint 2").click()
        page.locator('[data-cw="01-ex1-hints"] .cw-bad').wait_for()
        violations |= {f"answered {theme}": grave(page, theme) for theme in lab.THEMES}
        assert [words for words in violations.items() if words[1]] == []

        page.evaluate("document.querySelector('[data-cw=\"01-minute\"] label').remove()")
        assert grave(page, "light") == ["label: critical"]


def grave(page: Any, theme: str) -> list[str]:
    """Run axe on our widgets only; give what is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    lab.set_theme(page, theme)
    assert page.locator(".cw-table table").count() == 1
    results = Axe().run(page, context=[".cw", ".cw-table"])
    return [
        f"{violation['id']}: {violation['impact']}"
        for violation in results.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
