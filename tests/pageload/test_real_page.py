"""The page as files, its servers, and a few loads by a real Chromium."""

import re
import socket
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from course.pageload import CABLE, FAST_4G, load_plan, shop_page
from course.pageload.real_page import (
    BrowserRun,
    browser_median,
    browser_run,
    chromium,
    measured_here,
    served_site,
    started_browser,
    write_site,
)
from tests.page_plans import (
    RANKED,
    Maker,
    blocking,
    everything,
    found,
    heavy_when_idle,
    ranked,
    spearman,
)

PAGE = shop_page(1)
NEEDS_BROWSER = pytest.mark.skipif(
    chromium() is None, reason="there is no Chromium here, or no playwright to drive it"
)


@pytest.mark.parametrize("name", RANKED)
def test_files_have_the_bytes_that_the_model_counts(tmp_path: Path, name: str) -> None:
    """Chunks, third parties, style and document, each within a hundredth; pictures too."""
    plan = load_plan(PAGE, RANKED[name](PAGE))
    write_site(PAGE, plan, tmp_path)
    expected = {f"chunks/{chunk.name}.js": chunk.size for chunk in plan.chunks}
    expected |= {f"pictures/{name}.svg": shown.size for name, shown in plan.pictures.items()}
    expected |= {f"vendors/{vendor.name}.js": vendor.size for vendor in PAGE.vendors}
    expected |= {"style.css": PAGE.style_size, "index.html": PAGE.html_size}
    sizes = {name: (tmp_path / name).stat().st_size for name in expected}
    off = {
        name: (sizes[name], size)
        for name, size in expected.items()
        if abs(sizes[name] - size) > max(40, size // 100)
    }
    assert off == {}


def test_equal_seeds_write_equal_files(tmp_path: Path) -> None:
    """Nothing of a clock, of a path or of chance is in them."""
    plan = load_plan(PAGE, everything(PAGE))
    for name in ("one", "two"):
        write_site(PAGE, plan, tmp_path / name)
    one, two = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.*")}
        for n in ("one", "two")
    )
    assert len(one) == 2 + 5 + 8 + 3
    assert one == two


def test_the_document_asks_for_what_the_plan_says(tmp_path: Path) -> None:
    """Scripts in the head, deferred ones, preloads, lazy pictures and their sizes."""
    write_site(PAGE, load_plan(PAGE, blocking(PAGE)), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<script src="chunks/app.js"></script>' in text
    data = heavy_when_idle(PAGE)
    data["hints"] = [{"kind": "preload", "what": "heavy"}, {"kind": "preload", "what": "hero"}]
    data["pictures"]["plan"]["load"] = "lazy"
    write_site(PAGE, load_plan(PAGE, data), tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script (?:defer|async) src=.*?>", text) == [
        '<script defer src="chunks/app.js">',
        '<script async src="vendors/recommendations.js">',
    ]
    assert re.findall(r'rel="preload" as="(\w+)" href="(.*?)"', text) == [
        ("script", "chunks/heavy.js"),
        ("image", "pictures/hero.svg"),
    ]
    plan = '<img src="pictures/plan.svg" alt="plan" width="640" height="400" loading="lazy">'
    assert plan in text
    assert '<img src="pictures/artist.svg" alt="artist">' in text


def test_servers_answer_on_the_loopback_and_end_with_the_block(tmp_path: Path) -> None:
    """Four of them; files are served, what lies above is not, and afterwards nobody answers."""
    (tmp_path / "secret.txt").write_text("secret")
    plan = load_plan(PAGE, found(PAGE))
    with served_site(PAGE, plan, tmp_path / "site", condition=CABLE) as url:
        place = urlsplit(url)
        assert place.hostname == "127.0.0.1"
        connection = HTTPConnection("127.0.0.1", place.port or 0, timeout=120)
        connection.request("GET", "/chunks/app.js")
        reply = connection.getresponse()
        assert (reply.status, reply.getheader("Timing-Allow-Origin")) == (200, "*")
        assert len(reply.read()) > 500_000
        connection.request("GET", "/../secret.txt")
        assert connection.getresponse().status == 404
        connection.close()
        text = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
        ports = {int(port) for port in re.findall(r'"http://127\.0\.0\.1:(\d+)/vendors', text)}
        assert len(ports | {place.port}) == 4
    for port in {*ports, place.port or 0}:
        with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
            probe.connect(("127.0.0.1", port))


def test_a_median_is_taken_of_each_mark() -> None:
    """Whichever run it came from."""
    names = ("fcp_ms", "lcp_ms", "tti_ms", "tbt_ms", "usable_ms")
    runs = [
        BrowserRun(**{name: float(n * k) for k, name in enumerate(names, 1)}, requests=14)
        for n in (3, 1, 2)
    ]
    assert browser_median(runs) == BrowserRun(
        **{name: float(2 * k) for k, name in enumerate(names, 1)}, requests=14
    )


def test_without_a_browser_it_is_said_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a Chromium on its path."""
    monkeypatch.setenv("PATH", "")
    assert measured_here(PAGE, found(PAGE)) == (
        "There is no Chromium here, or no playwright to drive it. The model is all you need."
    )


@pytest.mark.browser
@NEEDS_BROWSER
@pytest.mark.parametrize("maker", [found, blocking, everything])
def test_the_button_sells_and_every_route_opens(tmp_path: Path, maker: Maker) -> None:
    """A click on Buy counts, a click on each part loads it, and no script raises."""
    plan = load_plan(PAGE, maker(PAGE))
    write_site(PAGE, plan, tmp_path, clock=0.01)
    errors: list[str] = []
    with started_browser() as browser:
        page = browser.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        with served_site(PAGE, plan, tmp_path, condition=CABLE, by_clock=True) as url:
            page.goto(url)
            page.wait_for_function("() => performance.getEntriesByName('usable').length")
            page.click("#buy")
            page.click("#buy")
            assert page.inner_text("#basket") == "Basket: 2"
            for route in ("the map", "price history", "write a review", "account"):
                page.click(f'[data-opens="{route}"]')
                page.wait_for_function(
                    "words => document.getElementById('message').textContent === words",
                    arg=f"{route} is open",
                )
            page.click('[data-vendor="chat"]')
            page.wait_for_function("() => performance.getEntriesByName('chat').length")
            names = page.evaluate("() => [...shop.evaluated.keys()]")
    assert errors == []
    assert {"map", "charts", "editor", "account", "buy", "main"} <= set(names)


@pytest.mark.browser
@NEEDS_BROWSER
def test_a_real_load_of_few_plans_is_ranked_as_the_model_ranks_them() -> None:
    """Three plans that are far apart, once each; `make soak browser` takes twelve, five times."""
    makers = {name: RANKED[name] for name in ("as found", "routes on click", "everything")}
    rows = list(ranked(makers, 1, by_clock=True))
    assert [row.run.errors for row in rows] == [(), (), ()]
    real = [row.run.usable_ms for row in rows]
    assert spearman([row.model_usable for row in rows], real) == 1


@pytest.mark.browser
@NEEDS_BROWSER
def test_a_throttled_load_has_its_marks_in_order(tmp_path: Path) -> None:
    """The network and the processor slowed by the DevTools protocol."""
    plan = load_plan(PAGE, everything(PAGE))
    with started_browser() as browser, served_site(PAGE, plan, tmp_path) as url:
        run = browser_run(browser, url, FAST_4G)
    assert 0 < run.fcp_ms <= run.lcp_ms
    assert run.fcp_ms < run.usable_ms
    assert run.tti_ms >= run.fcp_ms
    assert run.requests >= 8
    assert run.errors == ()
