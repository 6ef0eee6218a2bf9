"""Plans of strangers: what is refused, where, and what breaks the page."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from course.errors import SubmissionError
from course.pageload import as_found, load_plan, lost_functions, shop_page
from course.pageload.load_plans import broken_functions, unsized_pixels
from tests.page_plans import HEAVY, RANKED, Data, found, heavy_on_click, one_date_library, split

PAGE = shop_page(1)


def problems(data: object) -> list[str]:
    """What is wrong with a plan, one line each; none where it is accepted."""
    try:
        load_plan(PAGE, data)
    except SubmissionError as error:
        return [str(problem) for problem in error.problems]
    return []


def changed(change: Callable[[Data], object]) -> Data:
    """The plan as found, after a change."""
    data = deepcopy(found(PAGE))
    change(data)
    return data


class Text(str):
    """Text of a class of the learner's own."""


LOOP: list[Any] = []
LOOP.append(LOOP)

REFUSED: list[tuple[str, object, str]] = [
    ("nothing", None, "expected a dict with chunks and more, got None"),
    ("a list", [], "expected a dict with chunks and more, got a list"),
    ("an empty dict", {}, "chunks: field required"),
    ("a key that no plan has", changed(lambda d: d.update(extra=1)), "extra: extra inputs are not permitted, got 1"),
    ("no chunk", changed(lambda d: d.update(chunks=[])), "chunks: list should have at least 1 item after validation, not 0"),
    ("an empty chunk", changed(lambda d: d["chunks"].append({"name": "empty", "modules": [], "fetch": "idle", "run": "idle"})),
     "chunks[1].modules: list should have at least 1 item after validation, not 0"),
    ("nine chunks", changed(lambda d: d.update(chunks=d["chunks"] * 9)),
     "chunks: list should have at most 8 items after validation, not 9"),
    ("a time that is none", changed(lambda d: d["chunks"][0].update(run="never")),
     "chunks[0].run: input should be 'head', 'start', 'idle' or 'click', got 'never'"),
    ("a run before its fetch", split(found(PAGE), "heavy", HEAVY, "idle", "start"), "chunks[1].run: 'start' is before its fetch, 'idle'"),
    ("a script in the head that runs later", split(found(PAGE), "heavy", HEAVY, "head", "idle"),
     "chunks[1].fetch: a script in the head runs there: its run is 'head'"),
    ("a module twice", changed(lambda d: d["chunks"].append({"name": "two", "modules": ["map"], "fetch": "click", "run": "click"})),
     "chunks[1].modules[0]: 'map' is in chunks[0] already"),
    ("a module twice in one chunk", changed(lambda d: d["chunks"][0]["modules"].append("map")),
     "chunks[0].modules[25]: 'map' is in chunks[0] already"),
    ("a module that is not there", changed(lambda d: d["chunks"][0]["modules"].append("zip")),
     "chunks[0].modules[25]: the page has no module 'zip'"),
    ("a module left out", changed(lambda d: d["chunks"][0]["modules"].remove("map")), "chunks: the module 'map' is in no chunk"),
    ("two chunks of a name", split(found(PAGE), "app", HEAVY, "click", "click"), "chunks[1].name: 'app' is taken"),
    ("a chunk with a picture's name", split(found(PAGE), "hero", HEAVY, "click", "click"),
     "chunks[1].name: a picture is called 'hero'"),
    ("a name for a path", split(found(PAGE), "../x", HEAVY, "click", "click"),
     "chunks[1].name: string should match pattern '^[a-z0-9][a-z0-9-]*$', got '../x'"),
    ("an import that runs later", split(found(PAGE), "late", ("money",), "click", "click"),
     "chunks[0]: 'event' imports 'money', which runs later, in chunks[1]"),
    ("an import in a later chunk", split(found(PAGE), "late", ("money",), "start", "start"),
     "chunks[0]: 'event' imports 'money': put chunks[1] before this one"),
    ("two that import each other, apart", split(found(PAGE), "late", ("prices",), "start", "start"),
     "chunks[0]: 'event' imports 'prices': put chunks[1] before this one"),
    ("a picture left out", changed(lambda d: d["pictures"].pop("hero")), "pictures.hero: missing"),
    ("a picture that is not there", changed(lambda d: d["pictures"].update(cat=d["pictures"]["hero"])),
     "pictures.cat: the page has artist, hero, logo, plan, related-1, related-2, related-3, venue-photo only"),
    ("a negative width", changed(lambda d: d["pictures"]["hero"].update(width=-1)),
     "pictures.hero.width: input should be greater than or equal to 0, got -1"),
    ("a truth for a number", changed(lambda d: d.update(slice_ms=True)), "slice_ms: input should be a valid integer, got true"),
    ("a huge number", changed(lambda d: d.update(slice_ms=10**400)),
     "slice_ms: input should be less than or equal to 1000"),
    ("a third party removed", changed(lambda d: d["third_parties"].pop("analytics")), "third_parties.analytics: missing"),
    ("a third party never", changed(lambda d: d["third_parties"].update(analytics="never")),
     "third_parties.analytics: input should be 'start', 'app', 'idle' or 'click', got 'never'"),
    ("a replacement that does not fit", changed(lambda d: d.update(replace={"map": "dates"})),
     "replace.map: nothing can take its place, got 'dates'"),
    ("a replacement of what is not there", changed(lambda d: d.update(replace={"zip": "dates"})), "replace.zip: the page has no such module"),
    ("what was replaced, still sent", changed(lambda d: d.update(replace={"dates-old": "dates"})),
     "chunks[0].modules[7]: 'dates-old' is replaced by 'dates'"),
    ("a hint for nothing", changed(lambda d: d["hints"].append({"kind": "preload", "what": "zip"})),
     "hints[0].what: expected a chunk or a picture, got 'zip'"),
    ("a connection to oneself", changed(lambda d: d["hints"].append({"kind": "preconnect", "what": "hero"})),
     "hints[0].what: expected a third party, got 'hero'"),
    ("what contains itself", changed(lambda d: d.update(chunks=LOOP)), "chunks[0]: input should be a valid dictionary"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "line"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_a_plan_that_cannot_be_is_refused_with_the_place(data: object, line: str) -> None:
    """The first problem is the one that was put in."""
    first = problems(data)[0]
    assert first[: len(line)] == line


def test_all_problems_are_said_at_once() -> None:
    """Two faults in two places are two lines."""
    data = split(found(PAGE), "heavy", HEAVY, "idle", "start")
    data["pictures"].pop("logo")
    assert problems(data) == [
        "pictures.logo: missing",
        "chunks[1].run: 'start' is before its fetch, 'idle'",
    ]


@pytest.mark.parametrize("name", RANKED)
def test_good_plans_are_accepted_and_break_nothing(name: str) -> None:
    """All of the page's rules hold for each of the twelve."""
    plan = load_plan(PAGE, RANKED[name](PAGE))
    assert lost_functions(PAGE, plan) == []


def test_modules_of_a_chunk_keep_the_order_of_the_page() -> None:
    """However a plan lists them, they are evaluated as the imports need it."""
    data = found(PAGE)
    data["chunks"][0]["modules"].reverse()
    assert load_plan(PAGE, data) == load_plan(PAGE, as_found(PAGE))


def test_what_replaces_a_module_is_where_its_importers_look() -> None:
    """`calendar` imports the old library; with one library left, it finds the other."""
    plan = load_plan(PAGE, one_date_library(PAGE))
    assert plan.chunk_of("dates-old").name == "app"
    assert "dates-old" not in plan.chunks[0].modules


BROKEN: list[tuple[str, Data, list[str]]] = [
    ("the purpose waits", changed(lambda d: d["chunks"][0].update(fetch="idle", run="idle")),
     ["main runs at idle: Buy has to work without waiting for that",
      "buy runs at idle: Buy has to work without waiting for that"]),
    ("analytics at once", changed(lambda d: d["third_parties"].update(analytics="start")),
     ["analytics may run before the visitor was asked for consent"]),
    ("no facade", changed(lambda d: d["third_parties"].update(recommendations="click")),
     ["recommendations waits for a click, but has nothing to click on"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "lines"), [case[1:] for case in BROKEN], ids=[c[0] for c in BROKEN]
)
def test_a_function_that_is_lost_is_named(data: Data, lines: list[str]) -> None:
    """A sentence for each rule of the page that a plan breaks."""
    assert broken_functions(PAGE, load_plan(PAGE, data)) == lines


def test_the_order_of_side_effects_is_a_function() -> None:
    """The session in an earlier chunk than consent: both change the page, the other way round."""
    data = found(PAGE)
    first = ("polyfills", "http", "session")
    rest = [name for name in data["chunks"][0]["modules"] if name not in first]
    data["chunks"] = [
        {"name": "first", "modules": [*first], "fetch": "start", "run": "start"},
        {"name": "rest", "modules": rest, "fetch": "start", "run": "start"},
    ]
    assert broken_functions(PAGE, load_plan(PAGE, data)) == [
        "session runs before consent: both change the page, in that order"
    ]


def test_pictures_without_their_size_are_counted_in_pixels() -> None:
    """As found four have none; one that is said wrongly counts as well."""
    data = heavy_on_click(PAGE)
    as_found_pixels = 160 * 160 + 3 * 300 * 200
    assert unsized_pixels(PAGE, load_plan(PAGE, data)) == as_found_pixels
    data["pictures"]["hero"]["height"] = 361
    assert unsized_pixels(PAGE, load_plan(PAGE, data)) == as_found_pixels + 640 * 360


def test_text_of_another_class_is_no_way_around() -> None:
    """A class that is text is compared as text, or refused; never believed."""
    data = changed(lambda d: d["chunks"][0].update(run=Text("never")))
    assert problems(data)[0].startswith("chunks[0].run: input should be ")
