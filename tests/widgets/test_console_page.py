"""The console in a real JupyterLab: the tutorial by clicks, reload, restart, keyboard, play, axe.

`python -m tests.widgets.test_console_page` draws the pictures of docs/console.md anew.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from course.simulation.kernel.numba_cache import cache_folder
from course.simulation.kernel_startup import prepare
from tests import lab

pytestmark = [pytest.mark.browser, lab.NEEDS_CHROMIUM]

NAME = "console.ipynb"
CELLS = ("from course.widgets import console", 'shown = console("bad-canary")')
TARGET = lab.ROOT / "docs" / "images" / "console"
MARKUP = "<img src=x onerror=alert(1)> & {query}"
FIRST = "Since 14:12 some purchases fail. We found the reason and are mending it."
LAST = (
    "Purchases work normally again: the problem is fixed. No data was lost. "
    "We will review how the change passed our tests."
)
Shoot = Callable[[Any, str], None]


@contextmanager
def labs(root: Path, state: Path) -> Iterator[tuple[lab.Lab, Any]]:
    """A lab whose kernels find the compiled simulator, and a browser."""
    prepare()
    env = {"COURSE_KERNEL_CACHE": str(cache_folder().parents[1]), "COURSE_LEARNER": "learner-01"}
    with lab.start_lab(root, state, env=env) as server, lab.start_chromium() as browser:
        yield server, browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[lab.Lab, Any]]:
    """One lab for all tests here."""
    with labs(tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("state")) as found:
        yield found


@contextmanager
def opened(
    desk: tuple[lab.Lab, Any], name: str, scenario: str = "bad-canary"
) -> Iterator[tuple[Any, Path]]:
    """A notebook with the console in a folder of its own, run; no fault on its page."""
    server, browser = desk
    folder = server.root / name
    folder.mkdir()
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(source.replace("bad-canary", scenario)) for source in CELLS
        ],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
        },
    )
    (folder / NAME).write_text(nbformat.writes(made), encoding="utf-8")
    page = lab.open_page(server, browser, f"{name}/{NAME}")
    page.set_default_timeout(lab.WORK_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    lab.run_all(page)
    page.wait_for_selector(".cw-kind-console")
    yield page, folder / "incidents" / f"{scenario}.jsonl"
    page.close()
    assert faults == []


def journal(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def click(page: Any, words: str) -> None:
    page.locator(".cc").get_by_role("button", name=words).click()


def tab(page: Any, words: str) -> None:
    page.locator(".cc").get_by_role("tab", name=words).click()


def field(page: Any, label: str) -> Any:
    return page.locator(".cc").get_by_label(label, exact=True)


def wrote(page: Any, line: int) -> None:
    """Wait until the page says that a line is in the journal."""
    said(page, f"Saved: line {line} of the journal.")


def said(page: Any, text: str, place: str = ".cc-status") -> None:
    page.locator(place).filter(has_text=re.compile(re.escape(text))).first.wait_for()


def at(page: Any, time: str) -> None:
    page.locator(".cc-clock", has_text=time).wait_for()


def nothing(_page: Any, _name: str) -> None:
    """Take no picture."""


def detect(page: Any, shoot: Shoot = nothing) -> None:
    """Come on call, see the errors, declare: lines 1 to 6."""
    click(page, "Come on call")
    at(page, "14:10:00")
    click(page, "Advance 5 min")
    wrote(page, 2)
    click(page, "Look at alerts")
    wrote(page, 3)
    said(page, "CheckoutErrors", ".cc-pager")
    click(page, "Look at the signals")
    wrote(page, 4)
    said(page, "checkout: v41 → v41 and v42", ".cc-markers")
    shoot(page, "signals")
    tab(page, "Topology")
    click(page, "Look at the topology")
    wrote(page, 5)
    shoot(page, "topology")
    page.locator(".cc").get_by_label("2: major").check()
    click(page, "Declare 10 s")
    wrote(page, 6)
    at(page, "14:15:30")


def respond(page: Any, shoot: Shoot = nothing) -> None:
    """Name the cause, roll back, tell customers: lines 7 to 9."""
    tab(page, "Diagnose")
    page.locator(".cc").get_by_role("checkbox", name="checkout").check()
    field(page, "What is wrong").select_option("bad release")
    field(page, "What set it off").select_option("deploy")
    field(page, "Since when time of day").fill("14:12")
    click(page, "Record the hypothesis")
    wrote(page, 7)
    tab(page, "Act")
    field(page, "What to do").select_option("rollback")
    field(page, "Service").select_option(label="checkout")
    click(page, "Show what it takes")
    said(page, "Can hurt", ".cc-bill:not([hidden])")
    shoot(page, "act")
    click(page, "Do it: rollback checkout")
    wrote(page, 8)
    tab(page, "Post")
    field(page, "Status").select_option("identified")
    page.locator(".cc").get_by_role("checkbox", name="Checkout", exact=True).check()
    field(page, "Affected percent").fill("6")
    field(page, "Text").fill(FIRST)
    field(page, "Next update in minutes").fill("9")
    click(page, "Post 30 s")
    wrote(page, 9)


def finish(page: Any) -> None:
    """Wait, say that it is over, close: lines 10 to 13."""
    click(page, "Advance 5 min")
    wrote(page, 10)
    click(page, "Advance 1 min")
    wrote(page, 11)
    field(page, "Status").select_option("resolved")
    field(page, "Text").fill(LAST)
    click(page, "Post 30 s")
    wrote(page, 12)
    tab(page, "Close")
    click(page, "Close the incident")
    click(page, "Close it and see the score")
    page.locator(".cc-points").wait_for()


def test_the_tutorial_is_played_by_clicks_alone(desk: tuple[lab.Lab, Any]) -> None:
    """From the first look to the score, with a reload and a restart in the middle that lose nothing."""
    with opened(desk, "clicks") as (page, path):
        assert not path.exists()
        detect(page)
        tab(page, "Post")
        field(page, "Text").fill("half a thought")
        tab(page, "Logs")
        lab.save(page)
        before = board(page)

        page.reload()
        at(page, "14:15:30")
        assert board(page) == before
        assert field(page, "Text").input_value() == "half a thought"

        lab.wait_idle(page)
        lab.restart_kernel(page)
        click(page, "Advance 1 min")
        said(page, "NOT saved: the kernel was restarted or is busy. Run this cell again")
        assert len(journal(path)) == 6
        lab.run_all(page)
        page.locator(".cc-status .cw-bad:not(:empty)").wait_for(state="detached")
        at(page, "14:15:30")
        assert board(page) == before

        respond(page)
        finish(page)
        points = float(page.locator(".cc-points strong").get_attribute("data-points"))
        assert points >= 80
        for head in ("Strengths", "Next time", "Replay"):
            assert page.locator(".cc-end h4", has_text=head).count() == 1
        assert page.locator(".cc-evidence", has_text="you declared at 14:15:20").count() == 1
        slide(page)
        assert [line["verb"] for line in journal(path)[1:]] == [
            "advance",
            "alerts",
            "metrics",
            "topology",
            "declare",
            "hypothesis",
            "act.rollback",
            "post",
            "advance",
            "advance",
            "post",
            "close",
        ]
        assert page.locator(".cc button:visible", has_text="▶ Play").count() == 0


def board(page: Any) -> dict[str, Any]:
    """What a page shows of the run."""
    return {
        part: page.locator(part).all_text_contents()
        for part in (
            ".cc-clock",
            ".cc-chip",
            ".cc-alerts",
            ".cc-log",
            '[data-panel="signals"] .cc-body',
            '[data-panel="topology"] .cc-body',
            '[data-panel="signals"] .cc-asof',
        )
    }


def slide(page: Any) -> None:
    """Move the replay's slider by keyboard: what users had then is told."""
    page.locator('.cc-replay input[type="range"]').focus()
    then = page.locator(".cc-then").inner_text()
    assert "is missed" in then
    page.keyboard.press("End")
    page.locator(".cc-then", has_text="the objective is met").wait_for()
    page.keyboard.press("Home")
    page.locator(".cc-then", has_text="14:08").wait_for()


def test_keys_alone_do_it_and_code_cells_share_the_run(desk: tuple[lab.Lab, Any]) -> None:
    """Tab, arrows, Space and Enter; play stops at a new alert; a cell's lines are shown."""
    with opened(desk, "keys") as (page, path):
        tab_to(page, "Come on call")
        page.keyboard.press("Enter")
        at(page, "14:10:00")
        page.locator(".cc-times select").select_option("60")
        tab_to(page, "▶ Play")
        page.keyboard.press("Space")
        said(page, "Paused: an alert is firing.")
        played = journal(path)
        assert {line["verb"] for line in played[1:]} == {"advance", "alerts"}
        assert all(line["args"]["seconds"] >= 15 for line in played if line["verb"] == "advance")
        assert len(played) < 15
        assert page.locator(".cc-entry").count() <= len(played)

        tab_to(page, "Signals")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type("keyerror")
        page.keyboard.press("Enter")
        wrote(page, len(played) + 1)
        said(page, "KeyError: 'coupon'", '[data-panel="logs"] td')

        tab_to(page, "Declare")
        for key in ("Tab", "Space", "ArrowDown", "Tab", "Enter"):
            page.keyboard.press(key)
        wrote(page, len(played) + 2)
        assert journal(path)[-1]["args"] == {"severity": 2}

        page.evaluate(
            "source => window.jupyterapp.shell.currentWidget.content.widgets[0].model"
            ".sharedModel.setSource(source)",
            f"shown.incident.note({MARKUP!r})",
        )
        lab.run_cell(page, 0)
        said(page, f"noted: {MARKUP}", ".cc-log")
        assert page.locator(".cc img").count() == 0
        assert journal(path)[-1] == {**journal(path)[-1], "verb": "note", "args": {"text": MARKUP}}


def tab_to(page: Any, words: str) -> None:
    """Press Tab until a control with these words has the focus, from where the focus is."""
    if not page.evaluate("document.activeElement.closest('.cc')"):
        page.locator(".cw-kind-console").evaluate(
            "node => { node.tabIndex = -1; node.focus({preventScroll: true}); }"
        )
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith(words):
            return
    raise AssertionError(f"Tab does not reach {words}")


def test_settings_and_an_act_without_effect_by_clicks(desk: tuple[lab.Lab, Any]) -> None:
    """Settings are a table under Changes; what is so already is said before and after the order."""
    with opened(desk, "settings") as (page, path):
        click(page, "Come on call")
        at(page, "14:10:00")
        tab(page, "Changes")
        click(page, "Look at the settings")
        wrote(page, 2)
        table = page.get_by_role("table", name="Settings")
        assert "timeout" in table.inner_text() and "payment.charge" in table.inner_text()
        page.locator(".cc").get_by_label("2: major").check()
        click(page, "Declare 10 s")
        wrote(page, 3)
        tab(page, "Act")
        field(page, "What to do").select_option("set_workers")
        field(page, "Service").select_option(label="web")
        page.locator(".cc").get_by_label(re.compile("^Size")).fill("32")
        click(page, "Show what it takes")
        said(page, "changes nothing: it is so already", ".cc")
        click(page, "Do it: set workers web, size 32")
        said(page, "The act changes nothing: it is so already.")
        assert [line["verb"] for line in journal(path)][1:] == [
            "settings",
            "declare",
            "act.set_workers",
        ]


def test_another_draw_of_a_family_by_clicks(desk: tuple[lab.Lab, Any]) -> None:
    """Say that nothing is wrong, close, and play again: another run, and the first one stays."""
    with opened(desk, "family", "shop-evening") as (page, path):
        click(page, "Come on call")
        at(page, "19:15:00")
        click(page, "Look at the signals")
        wrote(page, 2)
        tab(page, "Diagnose")
        field(page, "What is wrong").select_option("nothing wrong")
        click(page, "Record the hypothesis")
        wrote(page, 3)
        said(page, "Last recorded: nothing wrong.", ".cc")
        tab(page, "Close")
        click(page, "Close the incident")
        click(page, "Close it and see the score")
        page.locator(".cc-points").wait_for()
        first = path.read_bytes()
        click(page, "Play again: another draw")
        said(page, "Run 2, for practice. Run 1 is handed in.", ".cc")
        click(page, "Come on call")
        at(page, "19:15:00")
        click(page, "Look at alerts")
        wrote(page, 2)
        second = journal(path.parent / "draw-2" / path.name)
        assert second[0]["args"]["seed"] != json.loads(first.splitlines()[0])["args"]["seed"]
        click(page, "Show run 1")
        page.locator(".cc-points").wait_for()
        assert path.read_bytes() == first


def test_axe_finds_nothing_grave_in_either_theme(desk: tuple[lab.Lab, Any]) -> None:
    """Before it begins, in the middle with refusals, and at the end."""
    with opened(desk, "axe") as (page, _):
        violations = {"briefing": grave(page)}
        detect(page)
        respond(page)
        tab(page, "Query")
        field(page, "Query a query that is refused costs nothing").fill("sum by (")
        click(page, "Run the query")
        said(page, "Refused, and nothing was changed")
        assert page.locator('.cc-code[aria-invalid="true"]').count() == 1
        violations["refused"] = grave(page)
        tab(page, "Topology")
        tab(page, "Act")
        violations["topology"] = grave(page)
        tab(page, "Post")
        finish(page)
        page.locator(".cc-end summary").first.click()
        violations["end"] = grave(page)
        assert {where: what for where, what in violations.items() if what} == {}

        page.evaluate("document.querySelector('.cc-replay label').remove()")
        assert "label: critical" in " ".join(grave(page))


def grave(page: Any) -> list[str]:
    """What axe finds serious or critical in the console, in both themes."""
    from axe_playwright_python.sync_playwright import Axe

    problems = []
    for theme in lab.THEMES:
        lab.set_theme(page, theme)
        results = Axe().run(page, context=[".cw-kind-console"])
        problems += [
            f"{theme}: {one['id']}: {one['impact']} {one['nodes'][0]['html'][:120]}"
            for one in results.response["violations"]
            if one["impact"] in ("serious", "critical")
        ]
    return problems


def main() -> None:
    """Write docs/images/console/<stage>-<theme>.png."""
    TARGET.mkdir(parents=True, exist_ok=True)

    def shoot(page: Any, name: str, part: str = ".cw-kind-console") -> None:
        page.mouse.move(0, 0)
        for theme in lab.THEMES:
            lab.set_theme(page, theme)
            page.locator(part).screenshot(
                path=TARGET / f"{name}-{theme}.png", animations="disabled"
            )

    with (
        tempfile.TemporaryDirectory() as folder,
        labs(Path(folder), Path(folder) / "state") as desk,
        opened(desk, "pictures") as (page, _),
    ):
        page.set_viewport_size(
            {"width": 1400, "height": 2400}
        )  # what is out of sight has no pixels
        detect(page, shoot)
        respond(page, shoot)
        finish(page)
        shoot(page, "score", ".cc-end")


if __name__ == "__main__":
    main()
