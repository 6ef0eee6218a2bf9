"""Plans for the ticket page, as plain data: good ones, ones that play for the number, and twelve to rank.

For the tests of course/pageload/ and for the trials. No learner sees them.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from course.certification.levels import shortfalls
from course.errors import SubmissionError
from course.pageload import (
    FAST_4G,
    ShopPage,
    as_found,
    load,
    load_plan,
    project_measures,
    shop_page,
)
from course.pageload.real_page import (
    LOOPS_PER_MS,
    BrowserRun,
    browser_median,
    browser_run,
    loops_of,
    served_site,
    started_browser,
)
from course.program.outcomes import PracticalProject
from course.records.results import ProjectResult

Data = dict[str, Any]
Maker = Callable[[ShopPage], Data]
HEAVY = ("map", "charts", "editor")
RARE = ("venue", "account", "help", "forms")
OF_ROUTES = (("venue",), ("forms", "account", "help"), HEAVY)


def split(data: Data, name: str, modules: tuple[str, ...], fetch: str, run: str) -> Data:
    """Move modules into a chunk of their own."""
    for chunk in data["chunks"]:
        chunk["modules"] = [one for one in chunk["modules"] if one not in modules]
    data["chunks"].append({"name": name, "modules": [*modules], "fetch": fetch, "run": run})
    return data


def found(page: ShopPage) -> Data:
    """The page as it was found."""
    data: Data = as_found(page)
    return data


def blocking(page: ShopPage) -> Data:
    """The bundle stands in the head and stops the parser."""
    data = found(page)
    data["chunks"][0] |= {"fetch": "head", "run": "head"}
    return data


def facade(page: ShopPage) -> Data:
    """The chat comes when somebody clicks on it."""
    data = found(page)
    data["third_parties"]["chat"] = "click"
    return data


def one_language(page: ShopPage) -> Data:
    """The other languages come when one is asked for."""
    return split(found(page), "languages", ("languages",), "click", "click")


def one_date_library(page: ShopPage, data: Data | None = None) -> Data:
    """The newer library of dates serves both."""
    data = found(page) if data is None else data
    data["replace"] = {"dates-old": "dates"}
    for chunk in data["chunks"]:
        chunk["modules"] = [name for name in chunk["modules"] if name != "dates-old"]
    return data


def small_measures(page: ShopPage) -> Data:
    """A facade, one language and one library of dates: none of them would do alone."""
    data = one_date_library(page, one_language(page))
    data["third_parties"]["chat"] = "click"
    return data


def light_pictures(page: ShopPage, data: Data | None = None) -> Data:
    """Pictures are encoded anew, say their size, and wait to be seen where nobody sees them."""
    data = found(page) if data is None else data
    for picture in page.pictures:
        data["pictures"][picture.name] = {
            "load": "eager" if picture.first_view else "lazy",
            "encoding": "light",
            "width": picture.width,
            "height": picture.height,
        }
    return data


def heavy_on_click(page: ShopPage) -> Data:
    """Map, charts and editor come when they are asked for."""
    return split(found(page), "heavy", HEAVY, "click", "click")


def heavy_when_idle(page: ShopPage) -> Data:
    """They come when the page is idle: good for buyers, not for TTI."""
    return split(found(page), "heavy", HEAVY, "idle", "idle")


def heavy_fetched_idle(page: ShopPage) -> Data:
    """They are fetched when the page is idle, and run on a click."""
    return split(found(page), "heavy", HEAVY, "idle", "click")


def routes_on_click(page: ShopPage) -> Data:
    """All that the event itself does not need comes on demand."""
    data = split(heavy_on_click(page), "venue-page", ("venue",), "click", "click")
    return split(data, "forms-pages", ("forms", "account", "help"), "click", "click")


def everything(page: ShopPage) -> Data:
    """All honest measures at once."""
    data = light_pictures(page, one_date_library(page, routes_on_click(page)))
    data["third_parties"]["chat"] = "click"
    return split(data, "languages", ("languages",), "click", "click")


def slices(page: ShopPage) -> Data:
    """Long tasks are cut, and nothing else."""
    return found(page) | {"slice_ms": 45}


FAMILIES: dict[str, Maker] = {
    "heavy on click": heavy_on_click,
    "heavy fetched idle": heavy_fetched_idle,
    "routes on click": routes_on_click,
    "small measures": small_measures,
    "everything": everything,
}
RANKED: dict[str, Maker] = {
    "as found": found,
    "blocking": blocking,
    "facade": facade,
    "one language": one_language,
    "one date library": one_date_library,
    "small measures": small_measures,
    "light pictures": light_pictures,
    "heavy on click": heavy_on_click,
    "heavy when idle": heavy_when_idle,
    "routes on click": routes_on_click,
    "slices": slices,
    "everything": everything,
}


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One plan: times of the model and of the browser's median, in ms."""

    name: str
    model_tti: float
    model_usable: float
    model_fcp: float
    model_lcp: float
    run: BrowserRun


def ranked(
    makers: dict[str, Maker],
    rounds: int,
    *,
    by_clock: bool,
    seed: int = 1,
    say: Callable[[str], object] = str,
) -> Iterator[Ranked]:
    """Load plans by the model and in Chromium, in rounds, so that a load of others falls on all."""
    page = shop_page(seed)
    plans = {name: load_plan(page, maker(page)) for name, maker in makers.items()}
    runs: dict[str, list[BrowserRun]] = {name: [] for name in plans}
    with started_browser() as browser, tempfile.TemporaryDirectory(prefix="course-page-") as place:
        loops = LOOPS_PER_MS if by_clock else loops_of(browser)
        for number in range(rounds):
            for name, plan in plans.items():
                folder = Path(place, name.replace(" ", "-"))
                how = {"loops_per_ms": loops, "by_clock": by_clock}
                with served_site(page, plan, folder, **how) as url:
                    runs[name].append(browser_run(browser, url, by_clock=by_clock))
                say(f"  round {number + 1}, {name}: {runs[name][-1]}")
    for name, plan in plans.items():
        model = load(page, plan, FAST_4G)
        yield Ranked(
            name=name,
            model_tti=model.tti_us / 1000,
            model_usable=model.usable_us / 1000,
            model_fcp=model.fcp_us / 1000,
            model_lcp=model.lcp_us / 1000,
            run=browser_median(runs[name]),
        )


def spearman(one: list[float], other: list[float]) -> float:
    """Correlate ranks; equal values share the mean of their ranks."""
    return statistics.correlation(_ranks(one), _ranks(other))


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) - 1) / 2 for value in values]


# ---- plans that play for the number


def _crumbs(page: ShopPage) -> Data:
    """The last modules in chunks of their own, so that what runs last is short."""
    data = split(found(page), "event", ("event", "prices"), "start", "start")
    data = split(data, "buy", ("buy",), "start", "start")
    return split(data, "main", ("header", "main"), "start", "start")


def _empty_chunk(page: ShopPage) -> Data:
    """A chunk without a module, so that something is split."""
    data = found(page)
    data["chunks"].append({"name": "lazy", "modules": [], "fetch": "click", "run": "click"})
    return data


def _never(page: ShopPage) -> Data:
    """Routes that are never loaded."""
    return split(found(page), "routes", (*RARE, *HEAVY), "click", "never")


def _late_consent(page: ShopPage) -> Data:
    """Consent, and what imports it, when idle."""
    data = heavy_on_click(page)
    data["third_parties"]["analytics"] = "start"
    return split(data, "consent", ("consent", "buy", "main"), "idle", "idle")


def _all_preloaded(page: ShopPage) -> Data:
    """Everything rare is run on a click and asked for at once."""
    data = routes_on_click(page)
    data["hints"] = [{"kind": "preload", "what": chunk["name"]} for chunk in data["chunks"][1:]]
    return data


def _all_idle(page: ShopPage) -> Data:
    """The one bundle waits for idle time, and so counts for nothing at the start."""
    data = light_pictures(page)
    data["chunks"][0] |= {"fetch": "idle", "run": "idle"}
    return data


def _purpose_on_click(page: ShopPage) -> Data:
    """What makes Buy work comes with the first click on it."""
    return split(heavy_on_click(page), "buy", ("buy", "main"), "click", "click")


def _no_third_party(page: ShopPage) -> Data:
    """No third party at all."""
    return heavy_on_click(page) | {"third_parties": {}}


def _no_sizes(page: ShopPage) -> Data:
    """Good splitting, and pictures that say no size."""
    data = routes_on_click(page)
    for picture in data["pictures"].values():
        picture |= {"width": 0, "height": 0}
    return data


def _sliced_and_a_crumb(page: ShopPage) -> Data:
    """Slices for the TTI, a facade, and one small part on a click for the bundle."""
    data = split(facade(page), "help", ("help",), "click", "click")
    return data | {"slice_ms": 45}


def _vendors_on_click(page: ShopPage) -> Data:
    """Third parties wait for clicks that nobody can make."""
    data = heavy_on_click(page)
    data["third_parties"] = dict.fromkeys(data["third_parties"], "click")
    return data


def _early_analytics(page: ShopPage) -> Data:
    """Analytics before consent."""
    data = routes_on_click(page)
    data["third_parties"]["analytics"] = "start"
    return data


def _hidden_hero(page: ShopPage) -> Data:
    """The large picture waits until the page has been laid out."""
    data = routes_on_click(page)
    data["chunks"][0] |= {"fetch": "head", "run": "head"}
    data["pictures"]["hero"]["load"] = "lazy"
    return data


GAMING: dict[str, Maker] = {
    "slices only": slices,
    "an empty chunk": _empty_chunk,
    "a route that is never loaded": _never,
    "consent late": _late_consent,
    "all preloaded": _all_preloaded,
    "all when idle": _all_idle,
    "chunks of a crumb": _crumbs,
    "the purpose on a click": _purpose_on_click,
    "third parties removed": _no_third_party,
    "no picture says its size": _no_sizes,
    "slices and a crumb": _sliced_and_a_crumb,
    "third parties on a click": _vendors_on_click,
    "analytics before consent": _early_analytics,
    "the picture late": _hidden_hero,
}


def lacking(project: PracticalProject, page: ShopPage, data: Data) -> list[str]:
    """Metrics of the project's rules that a plan misses, the note left out; `plan` for no plan."""
    try:
        measures = project_measures(page, data)
    except SubmissionError:
        return ["plan"]
    result = ProjectResult(
        level=1,
        project=project.name,
        measures={**measures, "note_level": (0, 4)},
        handed_in_on=date(2026, 11, 30),
    )
    return [line.split()[0] for line in shortfalls(project, result)]


def page_faults(project: PracticalProject, seed: int) -> Iterator[str]:
    """Say what the page of a seed does not keep of what is promised of every page."""
    page = shop_page(seed)
    before, _ = project_measures(page, found(page))["tti_ms"]
    if not 4000 <= before <= 9000:
        yield f"seed {seed}: TTI as found {before}"
    for name, maker in FAMILIES.items():
        if missed := lacking(project, page, maker(page)):
            yield f"seed {seed}: {name} misses {', '.join(missed)}"
    for maker in (facade, one_language, one_date_library):
        if lacking(project, page, maker(page)) != ["tti_ms"]:
            yield f"seed {seed}: {maker.__name__} alone is not just too little"
    for name, maker in GAMING.items():
        if not lacking(project, page, maker(page)):
            yield f"seed {seed}: {name} passes"
    idle = project_measures(page, heavy_when_idle(page))
    (tti, later), (buy, sooner) = idle["tti_ms"], idle["usable_worst_ms"]
    if not (later > tti and sooner < 0.85 * buy):
        yield f"seed {seed}: idle: TTI {tti} to {later}, Buy {buy} to {sooner}"
