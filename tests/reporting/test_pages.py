"""The three reports as pages in a browser: in both themes and on paper, asking nobody."""

from pathlib import Path

import pytest

from course.reporting import report
from tests.lab import start_chromium
from tests.reporting import people


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A page of each kind."""
    out = tmp_path_factory.mktemp("pages")
    data = {
        "learner": people.learner(3),
        "cohort": people.cohort(30),
        "program": people.program(),
    }
    outcomes = [o for kind, its in data.items() for o in report(kind, {kind: its}, out / kind)]
    assert [o.problem for o in outcomes] == [None] * 3
    return [Path(o.page) for o in outcomes]


@pytest.mark.browser
def test_pages_are_accessible_whole_and_quiet(pages: list[Path]) -> None:
    """Axe finds nothing, no request leaves, nothing is said on the console, nothing overflows."""
    from axe_playwright_python.sync_playwright import Axe

    with start_chromium() as browser:
        for page in pages:
            for theme, ground in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 24, 29)")):
                context = browser.new_context(color_scheme=theme)
                view, requests = context.new_page(), []
                view.on("request", lambda r, requests=requests: requests.append(r.url))
                view.on("console", lambda m, requests=requests: requests.append(m.text))
                view.goto(page.as_uri())
                sizes = view.evaluate("[...document.images].map(i => i.naturalWidth)")
                assert view.evaluate("getComputedStyle(document.body).backgroundColor") == ground
                assert view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
                assert [url for url in requests if not url.startswith("data:")] == [page.as_uri()]
                assert sizes and min(sizes) > 400
                context.close()
                context = browser.new_context(color_scheme=theme, bypass_csp=True)
                view = context.new_page()
                view.goto(page.as_uri())
                violations = Axe().run(view).response["violations"]
                assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in violations] == [], page
                context.close()


@pytest.mark.browser
def test_paper_is_light_and_has_a_page_or_more(pages: list[Path]) -> None:
    """In dark mode too, a printed page has a white ground and the sample's words as text."""
    with start_chromium() as browser:
        view = browser.new_context(color_scheme="dark").new_page()
        view.goto(pages[0].as_uri())
        view.emulate_media(media="print")
        style = "getComputedStyle(document.body)"
        assert view.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"
        assert view.evaluate(f"{style}.page") == "sample"
        assert view.pdf(prefer_css_page_size=True).startswith(b"%PDF")
