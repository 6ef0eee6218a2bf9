"""The way of a module through the browser, said once for JupyterLab and for the hub.

Functions act on a page that shows JupyterLab, by what a person sees there: menus, buttons,
fields. nbgrader's own names for its parts are in no other file.
"""

import contextlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from course.widgets.parsons import line_names
from tests.lab import ROOT, WORK_MS, run_all, run_cell
from tests.samples import as_run, cell_of, code, sample_notebook, write

MODULE = "101-system-architecture"
NAME = "01-doubling"
MARKER = "marker-5e91"  # stands in a hidden test, and nowhere else
ANSWER = "import os\nprint(dict(os.environ))\n\n\ndef double(n):\n    return n + n"
THOUGHT = "Twice is $n + n$, I think."
PRAISE = "A good thought."
WIDGETS = {
    "import": "from course.widgets import Choice, Option, hints, parsons, predict, quiz",
    "recall": """
quiz("01-recall", [Choice("twice", "What is twice three?", [
    Option("five", "That is three and two."), Option("six", "Three and three.", right=True)])])""",
    "predict": 'guess = predict("01-minus", "What will `double(-2)` be?", [-4, 4])',
    "reveal": "guess.reveal(-4)",
    "order": """
LINES = ["def total(prices):", "    result = 0", "    for price in prices:",
         "        result += price", "    return result"]
parsons("01-total", "Put the lines in order so that `total` adds up prices.", LINES)""",
    "hints": 'hints("01-hints", "What is once more?", "Add.", "`n + n`")',
}
LINES = [
    "def total(prices):",
    "    result = 0",
    "    for price in prices:",
    "        result += price",
    "    return result",
]

expect.set_options(timeout=WORK_MS)
MENU = "#jp-mainmenu-nbgrader"
LIST_TRIES = MENU_TRIES = 8
_CELL = ".jp-Notebook .jp-Cell"

_NAMED = {text: name for name, text in line_names(LINES).items()}
WIDGET_ANSWERS: dict[str, Any] = {
    "01-recall": {"twice": "b"},
    "01-minus": {"prediction": "-4", "confidence": 75, "outcome": "-4"},
    "01-total": [[_NAMED[line.strip()], (len(line) - len(line.lstrip())) // 4] for line in LINES],
    "01-hints": [1],
}


def fill_course(folder: Path) -> None:
    """Write a course of one small module: widgets, an exercise, a reflection for a person."""
    notebook = sample_notebook()
    tests = cell_of(notebook, "ex1-tests")
    tests.source = tests.source.replace("expected {n + n}", f"expected {{n + n}} ({MARKER})")
    assert MARKER in tests.source
    at = notebook.cells.index(cell_of(notebook, "ex1"))
    notebook.cells[at:at] = [code(name, text.strip()) for name, text in WIDGETS.items()]
    write(as_run(notebook), folder / "source" / MODULE / f"{NAME}.ipynb")
    shutil.copy(ROOT / "nbgrader_config.py", folder)


def settle(page: Any) -> None:
    """Wait until JupyterLab has restored what was open and every extension has begun.

    What was open can be restored before the last extension has added its commands, and a menu
    leaves out a command that does not exist yet.
    """
    page.wait_for_selector("#jp-main-dock-panel .lm-TabBar-tab")
    page.wait_for_function("() => window.jupyterapp")
    page.evaluate(
        """async () => {
          const app = window.jupyterapp;
          await Promise.all([app.started, app.restored, app.allPluginsActivated]);
        }"""
    )


def idle(page: Any) -> None:
    """Wait until the notebook in front is there and its kernel has nothing to do."""
    page.wait_for_selector(_CELL)
    page.wait_for_function(
        """() => {
          const panel = window.jupyterapp.shell.currentWidget;
          return panel?.sessionContext?.session?.kernel?.status === 'idle';
        }"""
    )


def nbgrader_menu(page: Any) -> list[str]:
    """Open nbgrader's menu, read its entries and close it."""
    _open_menu(page)
    items = page.locator(f"{MENU} li .lm-Menu-itemLabel").all_inner_texts()
    page.keyboard.press("Escape")
    return [item for item in items if item]


def _open_menu(page: Any) -> None:
    # A menu is closed again by whatever appears while JupyterLab is still starting. It is clicked
    # again only where it is closed by then: a second click would close one that came late.
    for _ in range(MENU_TRIES):
        if not page.locator(MENU).is_visible():
            page.locator('#jp-MainMenu div.lm-MenuBar-itemLabel:text("Nbgrader")').click()
        with contextlib.suppress(Late):
            page.wait_for_selector(MENU, timeout=WORK_MS / MENU_TRIES)
            return
    raise AssertionError("nbgrader's menu does not open")


def _choose(page: Any, command: str) -> None:
    for _ in range(MENU_TRIES):
        _open_menu(page)
        with contextlib.suppress(Late):  # it was closed again before the entry was clicked
            entry = page.locator(f'{MENU} li[data-command="{command}"]')
            entry.click(timeout=WORK_MS / MENU_TRIES)
            return
    raise AssertionError(f"nbgrader's menu closes before {command} is chosen")


def assignment_list(page: Any) -> Any:
    """Open nbgrader's assignment list from the menu, or go back to it; wait for its content."""
    # What JupyterLab still restores may come to the front after it, and then one goes back again.
    for _ in range(MENU_TRIES):
        _choose(page, "nbgrader:open-assignment-list")
        with contextlib.suppress(Late):
            ready = "#course_list_dropdown:not([disabled])"
            page.wait_for_selector(ready, timeout=WORK_MS / MENU_TRIES)
            return page.locator("#nbgrader-assignment-list")
    raise AssertionError("nbgrader's assignment list does not stay in front")


def refresh(page: Any) -> None:
    """Read the exchange again."""
    page.locator("#refresh_assignments_list").click()


def fetch(page: Any, module: str) -> None:
    """Fetch a released module."""
    listed(page, "released", module).get_by_role("button", name="Fetch").click()
    listed(page, "fetched", module)


def listed(page: Any, kind: str, module: str) -> Any:
    """Give the module's row among the released, fetched or submitted ones.

    The list is drawn by several requests, and one that is lost while JupyterLab is still busy
    leaves it empty, or behind a notebook that was restored late. A person then opens the list
    once more and presses Refresh; so does this.
    """
    row = page.locator(f"#{kind}_assignments_list .list_item", has_text=module).first
    for _ in range(LIST_TRIES):
        with contextlib.suppress(Late):
            row.wait_for(timeout=WORK_MS / LIST_TRIES)
            return row
        assignment_list(page)
        refresh(page)
    raise AssertionError(f"{module} is not among the {kind} assignments")


def open_notebook(page: Any, module: str, name: str) -> None:
    """Open a fetched notebook from the assignment list."""
    row = listed(page, "fetched", module)
    link = page.locator("#fetched_assignments_list a", has_text=re.compile(f"^{name}$"))
    if not link.is_visible():
        row.locator("a").first.click()
    link.click()
    idle(page)


def submit(page: Any, module: str) -> None:
    """Hand in from the assignment list."""
    assignment_list(page)
    listed(page, "fetched", module).get_by_role("button", name="Submit").click()
    listed(page, "submitted", module)


def write_cell(page: Any, shown: str, text: str) -> None:
    """Replace what stands in the cell that shows some words, by the keyboard."""
    cell = page.locator(_CELL, has_text=shown).first
    cell.scroll_into_view_if_needed()
    if cell.evaluate("cell => cell.classList.contains('jp-MarkdownCell')"):
        cell.locator(".jp-MarkdownOutput").dblclick()
    cell.locator(".cm-content").click()
    expect(cell.locator(".cm-content")).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)


def save(page: Any) -> None:
    """Save by the keyboard, and wait until it is done."""
    page.keyboard.press("ControlOrMeta+S")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def validate(page: Any) -> str:
    """Press Validate; give what its dialog says."""
    page.locator("jp-button.validate-button:visible, .validate-button:visible").first.click()
    box = page.locator(".nbgrader-SuccessDialog, .nbgrader-ErrorDialog").first
    said = str(box.inner_text())
    page.locator(".jp-Dialog .jp-mod-accept").last.click()
    return said


def formgrader(page: Any) -> Any:
    """Open formgrader from the menu; gives its frame."""
    _choose(page, "nbgrader:open-formgrader")
    return page.frame_locator('iframe[src*="formgrader"]')


def press(frame: Any, row: str, column: str) -> str:
    """Press a button of a row in formgrader's table, wait for its dialog; give what it says."""
    frame.locator(f'#main-table tr:has-text("{row}") td.{column} a').click()
    box = frame.locator("#success-modal, #error-modal").first
    expect(box).to_be_visible()
    said = str(box.locator(".modal-title").inner_text())
    log = str(box.inner_text())
    box.locator('button[data-dismiss="modal"]').last.click()
    expect(box).to_have_count(0)
    return said if said == "Success" else log


def answer_widgets(page: Any, answers: Path) -> None:
    """Answer a quiz, commit a prediction, order lines, open a hint; each is in its file then."""
    quiz = page.locator('[data-cw="01-recall"]')
    quiz.get_by_label("six").check()
    quiz.get_by_role("button", name="Check").click()
    expect(quiz).to_contain_text("Right.")
    expect(quiz).to_contain_text("That is three and two.")

    guess = page.locator('[data-cw="01-minus"]')
    guess.get_by_label("-4", exact=True).check()
    guess.get_by_label("75 %").check()
    guess.get_by_role("button", name="Commit").click()
    expect(guess).to_contain_text("Committed.")
    run_cell(page, 3 + list(WIDGETS).index("reveal"))
    expect(guess).to_contain_text("You said -4, 75 % sure: right.")

    order_lines(page)
    hints = page.locator('[data-cw="01-hints"]')
    hints.get_by_role("button", name="Hint 1").click()
    expect(hints).to_contain_text("What is once more?")
    got = given_answers(answers)
    assert got == WIDGET_ANSWERS, got


def order_lines(page: Any) -> None:
    """Put the lines of the parsons in order by keyboard, and indent them."""
    order = page.locator('[data-cw="01-total"]')
    lines = order.get_by_role("option")
    order.get_by_role("listbox").focus()
    page.keyboard.press("Home")
    at = 0
    for place, line in enumerate(LINES):
        shown = [text.strip() for text in lines.locator("code").all_text_contents()]
        to = shown.index(line.strip())
        keys = ["ArrowDown"] * (to - at) or ["ArrowUp"] * (at - to)
        indent = (len(line) - len(line.lstrip())) // 4
        for key in [*keys, *["Alt+ArrowUp"] * (to - place), *["ArrowRight"] * indent]:
            page.keyboard.press(key)
        at = place
    expect(order).to_contain_text("Saved")


def given_answers(folder: Path) -> dict[str, Any]:
    """Read the answers that lie beside a notebook, as `WIDGET_ANSWERS` has them."""
    found = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["value"]
        for path in (folder / "answers").glob("*.json")
    }
    found["01-total"] = found["01-total"]["order"]
    found["01-hints"] = [entry["level"] for entry in found["01-hints"]["opened"]]
    return found


def learner_works(page: Any, home: Path) -> None:
    """Fetch, answer, solve, validate, reload, find everything again, submit."""
    assignment_list(page)
    fetch(page, MODULE)
    open_notebook(page, MODULE, NAME)
    run_all(page)
    answer_widgets(page, home / MODULE)
    before = validate(page)
    assert "cells failed" in before or "cell failed" in before, before
    write_cell(page, "Give n twice", ANSWER)
    write_cell(page, "YOUR ANSWER HERE", THOUGHT)
    page.keyboard.press("Shift+Enter")
    run_all(page)
    save(page)
    assert "Success" in validate(page)

    page.reload()
    settle(page)
    idle(page)
    expect(page.locator('[data-cw="01-recall"]').get_by_label("six")).to_be_checked()
    expect(page.locator('[data-cw="01-recall"]')).to_contain_text("Right.")
    expect(page.locator('[data-cw="01-minus"]')).to_contain_text("You said -4, 75 % sure: right.")
    expect(page.locator('[data-cw="01-hints"]')).to_contain_text("What is once more?")
    lines = page.locator('[data-cw="01-total"] [role=option] code').all_text_contents()
    assert [line.strip() for line in lines] == [line.strip() for line in LINES]
    expect(page.locator(_CELL, has_text="def double").first).to_contain_text("return n + n")
    expect(page.locator(_CELL, has_text="Twice is").last).to_contain_text("I think.")
    submit(page, MODULE)


def instructor_grades(page: Any, learners: dict[str, str]) -> None:
    """Collect; autograde each learner, expecting this score; give the first 1.5 points by hand.

    Feedback is made and released for all.
    """
    frame = formgrader(page)
    assert press(frame, MODULE, "collect") == "Success"
    frame.locator(f'#main-table tr:has-text("{MODULE}") td.num-submissions a').click()
    for learner, score in learners.items():
        assert press(frame, learner, "autograde") == "Success"
        row = frame.locator(f'#main-table tr:has-text("{learner}")')
        expect(row.locator("td.score")).to_have_text(score)
    score_by_hand(page, frame)
    frame.get_by_role("link", name="Manual Grading").click()
    frame.get_by_role("link", name="Manage Assignments").click()
    assert press(frame, MODULE, "generate-feedback") == "Success"
    assert press(frame, MODULE, "release-feedback") == "Success"


def score_by_hand(page: Any, frame: Any) -> None:
    """Go to the submission that waits for a person, give points and a comment."""
    frame.get_by_role("link", name="Manual Grading").click()
    frame.get_by_role("link", name=MODULE).click()
    frame.get_by_role("link", name=NAME).click()
    unread = frame.locator("td.needs-manual-grade .glyphicon-ok")
    waiting = frame.locator("#main-table tr", has=unread)
    waiting.get_by_role("link", name="Submission").click()
    # Fields that are filled before the page has asked for the marks are not saved.
    automatic = frame.locator("input#ex1-tests.score")
    expect(automatic).to_have_attribute("placeholder", "3")
    points = frame.locator("input#reflection.score")
    expect(points).to_have_value("")
    points.fill("1.5")
    with page.expect_response(re.compile("/api/grade/")) as kept:  # its sign fades at once
        points.press("Tab")
    assert kept.value.ok
    comment = frame.locator("textarea.comment").last
    comment.fill(PRAISE)
    with page.expect_response(re.compile("/api/comment/")) as kept:
        comment.press("Tab")
    assert kept.value.ok


def learner_reads(page: Any, home: Path) -> Path:
    """Fetch the feedback, open it where the list leads, read it; give the file."""
    assignment_list(page)
    refresh(page)
    page.get_by_role("button", name="Fetch Feedback").click()
    page.get_by_text("(view feedback)").click()
    page.locator(".jp-DirListing-item", has_text=f"{NAME}.html").dblclick()
    shown = page.frame_locator(".jp-HTMLViewer iframe")
    expect(shown.locator("h4").first).to_contain_text("Score: 4.5 / 5.0")
    expect(shown.locator("body")).to_contain_text(PRAISE)
    (file,) = (home / MODULE / "feedback").glob(f"*/{NAME}.html")
    return Path(file)


def hides_tests(page: Path) -> None:
    """Feedback has no hidden test, runs no script, and loads nothing."""
    text = page.read_text(encoding="utf-8")
    assert "three twice" in text, "a visible test is not there"
    assert MARKER not in text and "HIDDEN TESTS" not in text
    assert "<script" not in text and "default-src 'none'" in text


def grave(browser: Any, page: Path) -> list[str]:
    """Run axe on a page from a file; give what is serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    with contextlib.closing(browser.new_context(bypass_csp=True)) as context:
        view = context.new_page()
        view.goto(page.as_uri())
        found = Axe().run(view).response["violations"]
    return [v["id"] for v in found if v["impact"] in ("serious", "critical")]
