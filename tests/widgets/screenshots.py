"""Pictures of each widget in both themes, for docs/widgets.md: `python -m tests.widgets.screenshots`."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests import lab
from tests.widgets import sample
from tests.widgets.test_pages import question, said

TARGET = lab.ROOT / "docs" / "images" / "widgets"
KINDS = ("quiz", "predict", "parsons", "hints", "minute")


def main() -> None:
    """Answer something in each widget, and write docs/images/widgets/<kind>-<theme>.png."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "101-system-architecture"
        released = lab.ROOT / "release" / root.name
        shutil.copytree(released, root, ignore=shutil.ignore_patterns(".*"))
        sample.lay(root)
        with lab.start_lab(root, Path(folder) / "state") as server, lab.start_chromium() as browser:
            page = lab.open_page(server, browser, sample.NAME)
            page.set_viewport_size({"width": 1120, "height": 1600})
            lab.run_all(page)
            page.wait_for_selector(".cw-kind-minute")
            answer(page)
            for theme in lab.THEMES:
                lab.set_theme(page, theme)
                for kind in KINDS:
                    shoot(page, page.locator(f".cw-kind-{kind}").first, f"{kind}-{theme}")
                shoot(page, page.locator(".cw-table"), f"progress-{theme}")
            lab.restart_kernel(page)
            page.get_by_role("button", name="Hint 2").click()
            page.locator('[data-cw="01-ex1-hints"] .cw-bad').wait_for()
            for theme in lab.THEMES:
                lab.set_theme(page, theme)
                shoot(page, page.locator(".cw-kind-hints"), f"lost-{theme}")


def shoot(page: Any, part: Any, name: str) -> None:
    """Write one picture, without focus rings and pointers."""
    part.scroll_into_view_if_needed()
    page.mouse.move(0, 0)
    part.screenshot(path=TARGET / f"{name}.png", animations="disabled")


def answer(page: Any) -> None:
    """Bring each widget into a state that shows what it does."""
    first, third = question("01-recall", 1), question("01-recall", 3)
    page.locator(f"{first} label").first.click()
    page.locator(f"{first} button").click()
    said(page, first, "Not yet.")
    page.locator(f"{third} input").fill("1999")
    page.locator(f"{third} button").click()
    said(page, third, "It is 1998.")
    for fieldset, option in ((1, 2), (2, 2)):
        page.locator(f"{question('01-radius', fieldset)} label").nth(option).click()
    page.get_by_role("button", name="Commit").click()
    said(page, '[data-cw="01-radius"]', "Saved")
    lab.run_cell(page, sample.ORDER.index("reveal"))
    said(page, '[data-cw="01-radius"]', "You said")
    page.get_by_role("option", name="result = price").click()
    page.get_by_role("button", name="Leave out").click()
    page.get_by_role("option", name="return result").click()
    page.get_by_role("button", name="Indent more").click()
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_selector(".cw-said:not([hidden])")
    page.get_by_role("button", name="Hint 1").click()
    said(page, '[data-cw="01-ex1-hints"]', "Which single outcome")
    page.locator('[data-cw="01-minute"] textarea').first.fill("The figure with the dashed arrow.")
    page.locator('[data-cw="01-minute"] label').last.click()
    page.locator('[data-cw="01-minute"] button').click()
    said(page, '[data-cw="01-minute"]', "Saved")


if __name__ == "__main__":
    main()
