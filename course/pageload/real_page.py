"""The same page as files, served on the loopback, and loaded by a Chromium where one is installed.

Nothing here is needed to work with the model. playwright drives the browser through the DevTools
protocol, which throttles the network and the processor. Not for judging projects: machines differ.
"""

import json
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from course.errors import GradingError
from course.files import PACKAGE, write_whole
from course.pageload.load_marks import FAST_4G, Condition, interactive_at
from course.pageload.load_plans import Chunk, LoadPlan, load_plan
from course.pageload.shop_page import ShopPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SOURCES: Final = PACKAGE / "pageload" / "site"
LOOPS_PER_MS: Final = 2_500  # of a mid-range phone; a run measures its own machine first
THROTTLE: Final = 4  # the processor's rate in a run, as Lighthouse's for a phone
QUIET_MS: Final = 5_200
MOST_MS: Final = 60_000
CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


# ---- files


def write_site(
    page: ShopPage,
    plan: LoadPlan,
    folder: Path,
    *,
    origins: Mapping[str, str] | None = None,
    loops_per_ms: int = LOOPS_PER_MS,
    clock: float = 0,
) -> Path:
    """Write a page by a plan as files that a browser can open.

    Parameters
    ----------
    page : ShopPage
        The page.
    plan : LoadPlan
        A plan for it.
    folder : Path
        Where; it is made if need be. Files that are there already are written anew.
    origins : mapping of str to str, optional
        For each third party the origin that serves its script, such as `http://127.0.0.1:8001`.
        Left out, it lies in the page's own folder.
    loops_per_ms : int
        Turns of the work loop in a millisecond of the phone.
    clock : float
        Above 0, tasks last by the clock instead, so many times what they take on the phone.

    Returns
    -------
    Path
        The page, `index.html`.
    """
    origins = origins or {}
    bodies = _bodies()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("chunks", "pictures", "vendors"):
        (folder / name).mkdir(exist_ok=True)
    for chunk in plan.chunks:
        write_whole(folder / "chunks" / f"{chunk.name}.js", _chunk_text(page, chunk, bodies))
    for picture in page.pictures:
        text = _drawing(
            picture.name, picture.width, picture.height, plan.pictures[picture.name].size
        )
        write_whole(folder / "pictures" / f"{picture.name}.svg", text)
    urls: dict[str, str] = {}
    for vendor in page.vendors:
        script = f"vendors/{vendor.name}.js"
        text = f"shop.work({vendor.run_us / 1000});\nperformance.mark('{vendor.name}');\n"
        write_whole(folder / script, _padded(text, vendor.size, vendor.name))
        urls[vendor.name] = f"{origins[vendor.name]}/{script}" if vendor.name in origins else script
    style = (SOURCES / "style.css").read_text(encoding="utf-8")
    write_whole(folder / "style.css", _padded(style, page.style_size, "style"))
    path = folder / "index.html"
    described = {"loops": loops_per_ms, "clock": clock, **_described(page, plan, urls)}
    write_whole(path, _document(page, plan, urls, origins, described))
    return path


def _bodies() -> dict[str, str]:
    text = (SOURCES / "modules.js").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in text.split("//// ") if part]
    return {name: body.strip() for name, _, body in parts}


def _chunk_text(page: ShopPage, chunk: Chunk, bodies: Mapping[str, str]) -> str:
    modules = {module.name: module for module in page.modules}
    texts = []
    for name in chunk.modules:
        module = modules[name]
        head = f"shop.define('{name}', {module.run_us / 1000}, () => {{\n{bodies[name]}\n}});\n"
        texts.append(_padded(head, module.size - 1, name))
    end = f"shop.chunk('{chunk.name}');\n"
    return "\n".join((*texts, end))


def _padded(text: str, size: int, name: str) -> str:
    """Fill a text up to its bytes, as the data that real modules bring along."""
    missing = size - len(text.encode())
    if missing < 8:
        return text
    line = f" {name}: a line in the place of code that this page has no use for.\n"
    filling = (line * (missing // len(line) + 1))[: missing - 5]
    return f"{text}/*{filling}*/\n"


def _drawing(name: str, width: int, height: int, size: int) -> str:
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="100%" height="100%" fill="#56b4e9"/>'
        f'<circle cx="50%" cy="50%" r="{min(width, height) // 3}" fill="#e69f00"/>'
        f'<text x="8" y="20">{name}</text></svg>\n'
    )
    missing = size - len(text)
    filling = "paint " * (missing // 6 + 1)
    return f"{text}<!--{filling[: missing - 8]}-->\n" if missing > 8 else text


def _described(page: ShopPage, plan: LoadPlan, urls: Mapping[str, str]) -> dict[str, Any]:
    """Say to the runtime what the plan asks of it."""
    replaced = plan.replaced
    return {
        "slice": plan.slice_us / 1000,
        "imports": {
            module.name: [replaced.get(name, name) for name in module.imports]
            for module in page.modules
        },
        "cycles": [
            name
            for module in page.modules
            for name in module.imports
            if module.name in page.closure(name)
        ],
        "chunks": {
            chunk.name: {
                "url": f"chunks/{chunk.name}.js",
                "modules": chunk.modules,
                "fetch": chunk.fetch,
                "run": chunk.run,
            }
            for chunk in plan.chunks
        },
        "routes": {
            route: [
                chunk.name
                for chunk in plan.chunks
                if set(chunk.modules) & {replaced.get(n, n) for n in page.closure(*names)}
            ]
            for route, names in page.routes.items()
        },
        "vendors": {name: {"url": url, "load": plan.vendors[name]} for name, url in urls.items()},
    }


def _document(
    page: ShopPage,
    plan: LoadPlan,
    urls: Mapping[str, str],
    origins: Mapping[str, str],
    described: Mapping[str, Any],
) -> str:
    runtime = (SOURCES / "runtime.js").read_text(encoding="utf-8")
    text = (SOURCES / "index.html").read_text(encoding="utf-8")
    text = text.replace("/*runtime*/", runtime.replace("/*plan*/", json.dumps(described)))
    head = [
        f'<link rel="preconnect" href="{origins[name]}">'
        for name in sorted(plan.preconnects)
        if name in origins
    ]
    head += [
        f'<script src="chunks/{chunk.name}.js"></script>'
        for chunk in plan.chunks
        if chunk.run == "head"
    ]
    for chunk in plan.chunks:
        if chunk.fetch == chunk.run == "start":
            head.append(f'<script defer src="chunks/{chunk.name}.js"></script>')
        elif chunk.fetch == "start" or chunk.name in plan.preloads:
            head.append(f'<link rel="preload" as="script" href="chunks/{chunk.name}.js">')
    head += [
        f'<link rel="preload" as="image" href="pictures/{picture.name}.svg">'
        for picture in page.pictures
        if picture.name in plan.preloads
    ]
    head += [
        f'<script async src="{url}"></script>'
        for name, url in urls.items()
        if plan.vendors[name] == "start"
    ]
    text = text.replace("<!--head-->", "\n".join(head))
    for picture in page.pictures:
        shown = plan.pictures[picture.name]
        size = f' width="{shown.width}" height="{shown.height}"' if shown.width else ""
        lazy = ' loading="lazy"' if shown.lazy else ""
        tag = f'<img src="pictures/{picture.name}.svg" alt="{picture.name}"{size}{lazy}>'
        text = text.replace(f"<!--picture:{picture.name}-->", tag)
    missing = page.html_size - len(text.encode())
    return f"{text}<!--{'.' * (missing - 8)}-->\n" if missing > 8 else text


# ---- servers


class _SiteHandler(SimpleHTTPRequestHandler):
    """Serves a folder; each connection waits for its handshakes, each answer for the server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, *args: Any, setup_s: float, think_s: float, **options: Any) -> None:
        self.setup_s, self.think_s = setup_s, think_s
        super().__init__(*args, **options)

    def setup(self) -> None:
        time.sleep(self.setup_s)
        super().setup()

    def do_GET(self) -> None:
        time.sleep(self.think_s)
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Timing-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *args: object) -> None:
        """A browser that hangs up is none."""


@contextmanager
def _serving(folder: Path, setup_s: float, think_s: float) -> Iterator[str]:
    handler = partial(_SiteHandler, directory=str(folder), setup_s=setup_s, think_s=think_s)
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def served_site(
    page: ShopPage,
    plan: LoadPlan,
    folder: Path,
    *,
    condition: Condition = FAST_4G,
    loops_per_ms: int = LOOPS_PER_MS,
    by_clock: bool = False,
) -> Iterator[str]:
    """Write a page and serve it on the loopback, each third party on a port of its own.

    Parameters
    ----------
    page : ShopPage
        The page.
    plan : LoadPlan
        A plan for it.
    folder : Path
        Where its files are written.
    condition : Condition
        Whose handshakes and thinking servers are kept; the link itself is the browser's to slow.
    loops_per_ms : int
        Turns of the work loop in a millisecond of the phone.
    by_clock : bool
        Let tasks last by the clock, which others at work on the machine disturb less.

    Yields
    ------
    str
        The page's address. The servers end with the block.
    """
    trip = condition.trip_us / 1e6
    if len(page.vendors) != 3:
        raise GradingError(f"expected 3 third parties, got {len(page.vendors)}")
    one, two, three = (vendor.name for vendor in page.vendors)
    foreign = (folder, condition.vendor_handshakes * trip, condition.vendor_us / 1e6)
    with (
        _serving(folder, condition.handshakes * trip, 0) as own,
        _serving(*foreign) as first,
        _serving(*foreign) as second,
        _serving(*foreign) as third,
    ):
        origins = {one: first, two: second, three: third}
        clock = condition.cpu_percent / 100 if by_clock else 0
        write_site(page, plan, folder, origins=origins, loops_per_ms=loops_per_ms, clock=clock)
        yield f"{own}/index.html"


# ---- a browser


@dataclass(frozen=True, kw_only=True)
class BrowserRun:
    """One load by a browser, in milliseconds since the navigation began.

    Attributes
    ----------
    fcp_ms, lcp_ms : float
        First and largest contentful paint, as the browser reports them.
    tti_ms, tbt_ms : float
        By the rule of `interactive_at`, from the browser's long tasks and requests.
    usable_ms : float
        The page's own mark: the handler of Buy is attached, and the thread was free.
    requests : int
        How many, the document included.
    errors : tuple of str
        What the page's scripts raised; empty where the page works.
    """

    fcp_ms: float
    lcp_ms: float
    tti_ms: float
    tbt_ms: float
    usable_ms: float
    requests: int
    errors: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"FCP {self.fcp_ms / 1e3:.2f} s, LCP {self.lcp_ms / 1e3:.2f} s,"
            f" Buy works {self.usable_ms / 1e3:.2f} s, TTI {self.tti_ms / 1e3:.2f} s,"
            f" TBT {self.tbt_ms / 1e3:.2f} s"
        )


_WATCH: Final = """
window.seen = { tasks: [], lcp: 0, last: 0 };
for (const type of ['longtask', 'largest-contentful-paint'])
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      if (type === 'longtask') seen.tasks.push([entry.startTime, entry.startTime + entry.duration]);
      else seen.lcp = entry.startTime;
    }
  }).observe({ type, buffered: true });
"""
_QUIET: Final = """quiet => {
  const [navigation] = performance.getEntriesByType('navigation');
  if (!navigation.loadEventEnd) return false;
  const ends = [navigation.loadEventEnd, ...seen.tasks.map(task => task[1]),
                ...performance.getEntriesByType('resource').map(one => one.responseEnd)];
  return performance.now() > Math.max(...ends) + quiet;
}"""
_MARKS: Final = """() => {
  const [navigation] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const mark = performance.getEntriesByName('usable')[0];
  const requests = performance.getEntriesByType('resource').map(r => [r.startTime, r.responseEnd]);
  return { fcp: paint ? paint.startTime : 0, lcp: seen.lcp, tasks: seen.tasks,
           usable: mark ? mark.startTime : -1, loaded: navigation.domContentLoadedEventEnd,
           requests: [[0, navigation.responseEnd], ...requests],
           names: performance.getEntriesByType('resource').map(r => r.name) };
}"""
_CALIBRATE: Final = """() => {
  const work = turns => {
    let x = 1;
    for (let left = turns; left > 0; left--) x = (x * 16807) % 2147483647;
    return x;
  };
  work(3e6);
  const times = [];
  for (let round = 0; round < 7; round++) {
    const begin = performance.now();
    work(1e7);
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  return 1e7 / times[0];  // others at work only make it longer
}"""


def chromium() -> str | None:
    """Find a Chromium that can be driven from here.

    Returns
    -------
    str or None
        The path of the program; None where there is none, or where playwright is not installed.
    """
    try:
        import playwright  # noqa: F401
    except ImportError:
        return None
    return next((path for name in CHROMIUMS if (path := which(name))), None)


@contextmanager
def started_browser() -> Iterator["Browser"]:
    """Start a Chromium without a window; raises GradingError where there is none."""
    program = chromium()
    if program is None:
        raise GradingError("there is no Chromium here, or no playwright to drive it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        try:
            yield browser
        finally:
            browser.close()


def loops_of(browser: "Browser") -> int:
    """Measure turns of the work loop in a millisecond of a phone, which is a quarter of ours."""
    page = browser.new_page()
    try:
        return max(1, int(page.evaluate(_CALIBRATE)) // THROTTLE)
    finally:
        page.close()


def browser_run(
    browser: "Browser", url: str, condition: Condition = FAST_4G, *, by_clock: bool = False
) -> BrowserRun:
    """Load an address once, with an empty cache, throttled as the condition says.

    Parameters
    ----------
    browser : Browser
        From `started_browser`.
    url : str
        From `served_site`.
    condition : Condition
        Bandwidth, round trip and processor.
    by_clock : bool
        As the site was served: the processor is not slowed, since tasks have their length already.

    Returns
    -------
    BrowserRun
        The marks of this load.
    """
    context = browser.new_context(viewport={"width": 800, "height": 800})
    try:
        page = context.new_page()
        page.set_default_timeout(MOST_MS)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": condition.trip_us / 1000,
                "downloadThroughput": condition.bytes_per_s,
                "uploadThroughput": condition.bytes_per_s,
            },
        )
        rate = 1 if by_clock else THROTTLE * condition.cpu_percent / 100
        session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        page.add_init_script(_WATCH)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        page.wait_for_function(_QUIET, arg=QUIET_MS, polling=250)
        marks = page.evaluate(_MARKS)
    finally:
        context.close()
    spans = [(round(begin * 1000), round(end * 1000)) for begin, end in marks["tasks"]]
    requests = [(round(begin * 1000), round(end * 1000)) for begin, end in marks["requests"]]
    fcp = round(marks["fcp"] * 1000)
    tti = interactive_at(fcp, round(marks["loaded"] * 1000), spans, requests)
    blocked = sum(max(0, min(end, tti) - max(begin, fcp) - 50_000) for begin, end in spans)
    return BrowserRun(
        fcp_ms=marks["fcp"],
        lcp_ms=marks["lcp"],
        tti_ms=tti / 1000,
        tbt_ms=blocked / 1000,
        usable_ms=marks["usable"] if marks["usable"] >= 0 else tti / 1000,
        requests=len(requests),
        errors=tuple(errors),
    )


def browser_median(runs: Sequence[BrowserRun]) -> BrowserRun:
    """Take the median of each mark over runs of the same page."""
    return BrowserRun(
        **{
            name: statistics.median(getattr(run, name) for run in runs)
            for name in ("fcp_ms", "lcp_ms", "tti_ms", "tbt_ms", "usable_ms")
        },
        requests=runs[0].requests,
        errors=tuple(sorted({error for run in runs for error in run.errors})),
    )


def measured_here(page: ShopPage, data: object, *, runs: int = 5) -> str:
    """Load a plan in the Chromium of this machine, and say what came; or that there is none.

    Parameters
    ----------
    page : ShopPage
        The page.
    data : object
        A plan for it, as plain data.
    runs : int
        How many loads; with 0, it is only said whether they could be made.

    Returns
    -------
    str
        One line: the median of the loads, or why nothing was measured.
    """
    if chromium() is None:
        return "There is no Chromium here, or no playwright to drive it. The model is all you need."
    plan = load_plan(page, data)
    if runs < 1:
        return "There is a Chromium here. Nothing was loaded."
    with TemporaryDirectory(prefix="course-page-") as place, started_browser() as browser:
        loops = loops_of(browser)
        with served_site(page, plan, Path(place), loops_per_ms=loops) as url:
            seen = browser_median([browser_run(browser, url) for _ in range(runs)])
    return f"{seen} (median of {runs})"
