"""Plans: how a page is loaded, as plain data that a stranger wrote, checked before anything else.

A plan says which modules lie in which chunk, when each chunk is fetched and run, and what becomes
of pictures and third parties. Not for what it achieves (load_model).
"""

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pprint import pformat
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from course.errors import Problem, SubmissionError, shown, validation_problems
from course.pageload.shop_page import CONSENT, ENTRY, LIGHT, PURPOSE, PagePicture, ShopPage

TIMES: Final = ("head", "start", "idle", "click")  # from early to late
MOST_CHUNKS, MOST_HINTS, MOST_NAMES = 8, 8, 200
MOST_TEXT: Final = 40_000  # characters of a cell
Time = Literal["head", "start", "idle", "click"]
VendorTime = Literal["start", "app", "idle", "click"]
_Name = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9-]*$")]
_Pixels = Annotated[int, Field(ge=0, le=10_000)]


class _PlanRow(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _ChunkRow(_PlanRow):
    name: _Name
    modules: Annotated[list[_Name], Field(min_length=1, max_length=MOST_NAMES)]
    fetch: Time
    run: Time


class _PictureRow(_PlanRow):
    load: Literal["eager", "lazy"]
    encoding: Literal["found", "light"]
    width: _Pixels
    height: _Pixels


class _HintRow(_PlanRow):
    kind: Literal["preload", "preconnect"]
    what: _Name


class _PlanData(_PlanRow):
    chunks: Annotated[list[_ChunkRow], Field(min_length=1, max_length=MOST_CHUNKS)]
    pictures: Annotated[dict[_Name, _PictureRow], Field(max_length=MOST_NAMES)]
    third_parties: Annotated[dict[_Name, VendorTime], Field(max_length=MOST_NAMES)]
    hints: Annotated[list[_HintRow], Field(max_length=MOST_HINTS)]
    replace: Annotated[dict[_Name, _Name], Field(max_length=MOST_NAMES)]
    slice_ms: Annotated[int, Field(ge=0, le=1000)]


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A file of modules, in the page's order, with the times of its fetch and of its run."""

    name: str
    modules: tuple[str, ...]
    fetch: Time
    run: Time
    size: int


@dataclass(frozen=True, kw_only=True)
class PicturePlan:
    """How one picture comes: its bytes, whether it waits to be seen, and the size in the HTML."""

    size: int
    lazy: bool
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class LoadPlan:
    """A plan that fits its page. `load_plan` makes it of plain data."""

    chunks: tuple[Chunk, ...]
    pictures: dict[str, PicturePlan]
    vendors: dict[str, VendorTime]
    preloads: frozenset[str]
    preconnects: frozenset[str]
    replaced: dict[str, str]
    slice_us: int

    def chunk_of(self, module: str) -> Chunk:
        """Give the chunk in which a module, or what replaces it, lies."""
        name = self.replaced.get(module, module)
        return next(chunk for chunk in self.chunks if name in chunk.modules)


def written_plan(source: str) -> object:
    """Read the plan that a cell of a notebook writes down, without running any of the cell.

    Parameters
    ----------
    source : str
        The cell's text. It is a stranger's.

    Returns
    -------
    object
        What its last `def plan():` returns, or its last `plan = ...` says. It has to be written
        out: dicts, lists, texts and numbers. Whether it is a plan, `load_plan` says.

    Raises
    ------
    SubmissionError
        Where there is none, or where it is computed.

    Examples
    --------
    >>> from course.pageload import written_plan
    >>> written_plan("plan = {'slice_ms': 0}")
    {'slice_ms': 0}
    """
    if len(source) > MOST_TEXT:
        raise SubmissionError(f"expected at most {MOST_TEXT} characters, got {len(source)}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes and comparisons in a stranger's text
            tree = ast.parse(source)
    except SyntaxError as error:
        raise SubmissionError(f"line {error.lineno}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError):
        raise SubmissionError("expected Python text") from None
    found = [value for node in tree.body if (value := _plan_value(node)) is not None]
    if not found:
        raise SubmissionError("expected `def plan():` with nothing but a return in it")
    try:
        return ast.literal_eval(found[-1])
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        what = "expected the plan written out, as plan_text writes it; here something is computed"
        raise SubmissionError(Problem(f"line {found[-1].lineno}", what)) from None


def _plan_value(node: ast.stmt) -> ast.expr | None:
    """The expression that a statement gives to the name `plan`, as a value or as a function."""
    if isinstance(node, ast.Assign):
        named = any(isinstance(target, ast.Name) and target.id == "plan" for target in node.targets)
        return node.value if named else None
    if isinstance(node, ast.FunctionDef) and node.name == "plan" and not node.decorator_list:
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        if len(body) == 1 and isinstance(body[0], ast.Return):
            return body[0].value
    return None


def plan_text(data: object) -> str:
    """Write a plan as the text of a cell, to be pasted and handed in.

    Parameters
    ----------
    data : object
        A plan as plain data.

    Returns
    -------
    str
        A function `plan` that gives it; `written_plan` reads it back.

    Examples
    --------
    >>> from course.pageload import plan_text
    >>> print(plan_text({"hints": [], "slice_ms": 0}))
    def plan() -> dict:
        \"\"\"How my page is loaded, written out.\"\"\"
        return {
            'hints': [],
            'slice_ms': 0,
        }
    """
    head = ["def plan() -> dict:", '    """How my page is loaded, written out."""']
    if not isinstance(data, dict):
        return "\n".join([*head, f"    return {data!r}"])
    lines = ["    return {"]
    for key, value in data.items():
        rows: list[str] = []
        if isinstance(value, list) and value:
            rows = [_written(row, "") for row in value]
        elif isinstance(value, dict) and any(isinstance(row, dict) for row in value.values()):
            rows = [_written(row, f"{name!r}: ") for name, row in value.items()]
        if rows:
            opens, closes = "[]" if isinstance(value, list) else "{}"
            lines += [f"        {key!r}: {opens}", *rows, f"        {closes},"]
        else:
            lines.append(f"        {key!r}: {value!r},")
    return "\n".join([*head, *lines, "    }"])


def _written(row: object, name: str) -> str:
    """Write one row of a plan, on one line where it fits."""
    margin = " " * (12 + len(name))
    text = pformat(row, width=112 - len(margin), compact=True, sort_dicts=False)
    return f"{' ' * 12}{name}{text.replace(chr(10), chr(10) + margin)},"


def load_plan(page: ShopPage, data: object) -> LoadPlan:
    """Read a plan for a page.

    Parameters
    ----------
    page : ShopPage
        The page that it is for.
    data : object
        Plain data in the form of `as_found`. It is a stranger's: nothing of it is trusted.

    Returns
    -------
    LoadPlan
        The plan, with nothing unknown or missing in it.

    Raises
    ------
    SubmissionError
        With everything that is wrong, each with its place, such as `chunks[1].run`.
    """
    if not isinstance(data, dict):
        raise SubmissionError(f"expected a dict with chunks and more, got {shown(data)}")
    try:
        plan = _PlanData.model_validate(data)
    except ValidationError as error:
        raise SubmissionError(validation_problems(error)) from None
    except RecursionError:
        raise SubmissionError("expected plain data, got what contains itself") from None
    if problems := list(_faults(page, plan)):
        raise SubmissionError(problems)
    sizes = {module.name: module.size for module in page.modules}
    order = {module.name: place for place, module in enumerate(page.modules)}
    return LoadPlan(
        chunks=tuple(
            Chunk(
                name=chunk.name,
                modules=tuple(sorted(chunk.modules, key=order.__getitem__)),
                fetch=chunk.fetch,
                run=chunk.run,
                size=sum(sizes[name] for name in chunk.modules),
            )
            for chunk in plan.chunks
        ),
        pictures={
            picture.name: _picture_plan(picture, plan.pictures[picture.name])
            for picture in page.pictures
        },
        vendors={vendor.name: plan.third_parties[vendor.name] for vendor in page.vendors},
        preloads=frozenset(hint.what for hint in plan.hints if hint.kind == "preload"),
        preconnects=frozenset(hint.what for hint in plan.hints if hint.kind == "preconnect"),
        replaced=dict(plan.replace),
        slice_us=plan.slice_ms * 1000,
    )


def _picture_plan(picture: PagePicture, row: _PictureRow) -> PicturePlan:
    return PicturePlan(
        size=picture.size * LIGHT // 100 if row.encoding == "light" else picture.size,
        lazy=row.load == "lazy",
        width=row.width,
        height=row.height,
    )


def _faults(page: ShopPage, plan: _PlanData) -> Iterator[Problem]:
    """Say what no single value shows: names that the page has not, and imports that break."""
    yield from _names("pictures", plan.pictures, {picture.name for picture in page.pictures})
    yield from _names("third_parties", plan.third_parties, {vendor.name for vendor in page.vendors})
    known = {module.name: module for module in page.modules}
    for old, new in plan.replace.items():
        if old not in known:
            yield Problem(f"replace.{old}", "the page has no such module")
        elif known[old].same_as != new:
            can = known[old].same_as or "nothing"
            yield Problem(f"replace.{old}", f"{can} can take its place, got {new!r}")
    chunks = {chunk.name for chunk in plan.chunks}
    targets = {
        "preload": chunks | {picture.name for picture in page.pictures},
        "preconnect": {vendor.name for vendor in page.vendors},
    }
    for number, hint in enumerate(plan.hints):
        if hint.what not in targets[hint.kind]:
            words = "a third party" if hint.kind == "preconnect" else "a chunk or a picture"
            yield Problem(f"hints[{number}].what", f"expected {words}, got {hint.what!r}")
    yield from _chunk_faults(page, plan)


def _names(place: str, got: Mapping[str, object], expected: set[str]) -> Iterator[Problem]:
    yield from (Problem(f"{place}.{name}", "missing") for name in sorted(expected - set(got)))
    for name in sorted(set(got) - expected):
        yield Problem(f"{place}.{name}", f"the page has {', '.join(sorted(expected))} only")


def _chunk_faults(page: ShopPage, plan: _PlanData) -> Iterator[Problem]:
    """Say what is wrong with chunks; their imports only where every module has its place."""
    names = {picture.name: f"a picture is called {picture.name!r}" for picture in page.pictures}
    for number, chunk in enumerate(plan.chunks):
        place = f"chunks[{number}]"
        if chunk.name in names:
            yield Problem(f"{place}.name", names[chunk.name])
        names[chunk.name] = f"{chunk.name!r} is taken"
        if TIMES.index(chunk.run) < TIMES.index(chunk.fetch):
            yield Problem(f"{place}.run", f"{chunk.run!r} is before its fetch, {chunk.fetch!r}")
        if chunk.fetch == "head" and chunk.run != "head":
            yield Problem(f"{place}.fetch", "a script in the head runs there: its run is 'head'")
    chunk_of: dict[str, int] = {}
    misplaced = list(_misplaced(page, plan, chunk_of))
    yield from misplaced
    if not misplaced:
        yield from _import_faults(page, plan, chunk_of)


def _misplaced(page: ShopPage, plan: _PlanData, chunk_of: dict[str, int]) -> Iterator[Problem]:
    """Note each module's chunk, and say which have none, two, or do not exist."""
    known = {module.name for module in page.modules}
    for number, chunk in enumerate(plan.chunks):
        for index, name in enumerate(chunk.modules):
            where = f"chunks[{number}].modules[{index}]"
            if name not in known:
                yield Problem(where, f"the page has no module {name!r}")
            elif name in plan.replace:
                yield Problem(where, f"{name!r} is replaced by {plan.replace[name]!r}")
            elif name in chunk_of:
                yield Problem(where, f"{name!r} is in chunks[{chunk_of[name]}] already")
            else:
                chunk_of[name] = number
    for name in sorted(known - set(chunk_of) - set(plan.replace)):
        yield Problem("chunks", f"the module {name!r} is in no chunk")


def _import_faults(
    page: ShopPage, plan: _PlanData, chunk_of: Mapping[str, int]
) -> Iterator[Problem]:
    """Say which imports would find nothing, because what they name is evaluated later."""
    for module in page.modules:
        if module.name in plan.replace:
            continue
        here = chunk_of[module.name]
        for imported in module.imports:
            target = plan.replace.get(imported, imported)
            there = chunk_of[target]
            early, late = (TIMES.index(plan.chunks[number].run) for number in (here, there))
            words = f"{module.name!r} imports {target!r}"
            if late > early:
                words += f", which runs later, in chunks[{there}]"
                yield Problem(f"chunks[{here}]", words)
            elif there > here:
                yield Problem(f"chunks[{here}]", f"{words}: put chunks[{there}] before this one")


def broken_functions(page: ShopPage, plan: LoadPlan) -> list[str]:
    """Say which functions of the page a plan breaks, in the page's own rules.

    Parameters
    ----------
    page : ShopPage
        The page.
    plan : LoadPlan
        A plan for it.

    Returns
    -------
    list of str
        A sentence for each; empty where everything works as before.
    """
    broken = [
        f"{name} runs at {time}: Buy has to work without waiting for that"
        for name in (ENTRY, PURPOSE)
        if (time := plan.chunk_of(name).run) in {"idle", "click"}
    ]
    effects = [module.name for module in page.modules if module.effect]
    for first, second in pairwise(effects):
        if _turn(plan, first) > _turn(plan, second):
            broken.append(f"{second} runs before {first}: both change the page, in that order")
    consent = plan.chunk_of(CONSENT).run
    for vendor in page.vendors:
        called = plan.vendors[vendor.name]
        if called == "click" and not vendor.facade:
            broken.append(f"{vendor.name} waits for a click, but has nothing to click on")
        if vendor.after_consent and (
            called == "start" or (called == "idle" and consent not in {"head", "start"})
        ):
            broken.append(f"{vendor.name} may run before the visitor was asked for consent")
    return broken


def _turn(plan: LoadPlan, module: str) -> tuple[int, int, int]:
    """When a module is evaluated, to compare with others'."""
    chunk = plan.chunk_of(module)
    return TIMES.index(chunk.run), plan.chunks.index(chunk), chunk.modules.index(module)


def unsized_pixels(page: ShopPage, plan: LoadPlan) -> int:
    """Count pixels of pictures whose size the HTML does not say, or says wrongly.

    They stand for layout shifts (CLS): what lies below such a picture moves when it comes.
    """
    return sum(
        picture.width * picture.height
        for picture in page.pictures
        if (plan.pictures[picture.name].width, plan.pictures[picture.name].height)
        != (picture.width, picture.height)
    )
