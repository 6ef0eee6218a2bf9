"""A ticket shop's event page as data: modules, pictures, third parties, each drawn from a seed.

The seed moves sizes and times, never names or imports, so what is learnt on one page holds on
another. Not for loading it (load_model), nor for what is changed about it (load_plans).
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

SPREAD: Final = 18  # percent by which a seed moves each size and time, up or down
PURPOSE: Final = "buy"  # the module that attaches the handler of the page's purpose
ENTRY: Final = "main"  # the module that starts the page
CONSENT: Final = "consent"
KB: Final = 1000
LIGHT: Final = 60  # percent of its bytes that a picture has when it is encoded anew


@dataclass(frozen=True, kw_only=True)
class ScriptModule:
    """One module of the page's own code.

    Attributes
    ----------
    name : str
        Unique in the page.
    size : int
        Bytes that are sent, after compression.
    run_us : int
        Microseconds of the main thread of a mid-range phone that its evaluation takes.
    imports : tuple of str
        Modules whose evaluation must come before. Where two import each other, the page's order
        decides, and both must lie in one chunk.
    effect : bool
        Whether evaluating it changes the page for others. Such modules keep their order.
    same_as : str
        A module that can take its place; empty where none can.
    """

    name: str
    size: int
    run_us: int
    imports: tuple[str, ...] = ()
    effect: bool = False
    same_as: str = ""


@dataclass(frozen=True, kw_only=True)
class PagePicture:
    """One picture: bytes as found, and the width and height in pixels at which it is shown."""

    name: str
    size: int
    width: int
    height: int
    first_view: bool


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """A third party: one script from an origin of its own.

    Attributes
    ----------
    name : str
        Unique in the page.
    size : int
        Bytes that are sent.
    run_us : int
        Microseconds of the main thread of a mid-range phone.
    facade : bool
        Whether a visitor can ask for it with a click, so that it need not be there before.
    after_consent : bool
        Whether the consent module must have run before.
    """

    name: str
    size: int
    run_us: int
    facade: bool = False
    after_consent: bool = False


@dataclass(frozen=True, kw_only=True)
class ShopPage:
    """The page of one seed. Modules stand in the order in which one bundle evaluates them.

    Attributes
    ----------
    seed : int
        From which sizes and times follow.
    modules : tuple of ScriptModule
        All of the page's own code.
    pictures : tuple of PagePicture
        The first is the largest one of the first view.
    vendors : tuple of Vendor
        The third parties.
    routes : dict of str to tuple of str
        Each route and each part that opens on a click, with the modules that it begins with. Their
        imports come along. The route `event` is the page itself.
    html_size, style_size : int
        Bytes of the document and of its style sheet.
    """

    seed: int
    modules: tuple[ScriptModule, ...]
    pictures: tuple[PagePicture, ...]
    vendors: tuple[Vendor, ...]
    routes: dict[str, tuple[str, ...]]
    html_size: int
    style_size: int

    def closure(self, *names: str) -> frozenset[str]:
        """Give modules together with everything that they import, at any depth.

        Parameters
        ----------
        *names : str
            Names of modules.

        Returns
        -------
        frozenset of str
            The names of all modules that must be evaluated.

        Examples
        --------
        >>> from course.pageload import shop_page
        >>> sorted(shop_page(1).closure("account"))
        ['account', 'forms', 'http', 'polyfills', 'ui']
        """
        imports = {module.name: module.imports for module in self.modules}
        reached: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += imports[name]
        return frozenset(reached)


# name: kB, ms of a mid-range phone, imports. What `main` imports is what the first view needs.
_MODULES: Final[dict[str, tuple[int, int, str]]] = {
    "polyfills": (17, 40, ""),
    "consent": (9, 20, "polyfills"),
    "http": (8, 14, "polyfills"),
    "session": (7, 16, "http"),
    "store": (11, 24, "session"),
    "money": (4, 8, ""),
    "dates": (12, 28, ""),
    "dates-old": (76, 184, ""),
    "i18n": (8, 18, "store"),
    "languages": (86, 190, "i18n"),
    "ui": (40, 110, "polyfills"),
    "icons": (18, 30, ""),
    "header": (7, 16, "ui icons i18n"),
    "calendar": (13, 30, "dates-old ui"),
    "map": (106, 270, "ui"),
    "charts": (69, 170, "ui dates"),
    "editor": (82, 190, "ui"),
    "forms": (21, 50, "ui http"),
    "venue": (24, 60, "ui"),
    "account": (38, 100, "forms"),
    "help": (17, 40, "forms"),
    "event": (26, 80, "calendar store money dates i18n prices"),
    "prices": (11, 24, "money event"),
    "buy": (15, 40, "store money session consent"),
    "main": (4, 10, "polyfills consent session header event buy"),
}
_EFFECTS: Final = ("polyfills", "consent", "session")
_ROUTES: Final = {
    "event": ("main",),
    "venue": ("venue",),
    "account": ("account",),
    "help": ("help",),
    "the map": ("map",),
    "price history": ("charts",),
    "write a review": ("editor",),
    "another language": ("languages",),
}
# name: kB, width, height, whether it is in the first view
_PICTURES: Final = {
    "hero": (128, 640, 360, True),
    "logo": (8, 120, 40, True),
    "artist": (20, 160, 160, True),
    "plan": (40, 640, 400, False),
    "venue-photo": (36, 640, 360, False),
    "related-1": (21, 300, 200, False),
    "related-2": (21, 300, 200, False),
    "related-3": (21, 300, 200, False),
}
# name: kB, ms, facade, only after consent
_VENDORS: Final = {
    "analytics": (30, 70, False, True),
    "chat": (114, 310, True, False),
    "recommendations": (36, 90, False, False),
}


def shop_page(seed: int) -> ShopPage:
    """Draw the event page of a seed.

    Parameters
    ----------
    seed : int
        Any whole number; equal seeds give equal pages, on every platform.

    Returns
    -------
    ShopPage
        25 modules, 8 pictures, 3 third parties and 4 routes with 4 parts.

    Examples
    --------
    >>> from course.pageload import shop_page
    >>> page = shop_page(1)
    >>> len(page.modules), len(page.pictures), len(page.vendors)
    (25, 8, 3)
    """
    return drawn_page(
        "shop page",
        seed,
        modules=_MODULES,
        effects=_EFFECTS,
        twins={"dates-old": "dates"},
        pictures=_PICTURES,
        vendors=_VENDORS,
        routes=_ROUTES,
    )


def drawn_page(
    kind: str,
    seed: int,
    *,
    modules: Mapping[str, tuple[int, int, str]],
    effects: Collection[str],
    twins: Mapping[str, str],
    pictures: Mapping[str, tuple[int, int, int, bool]],
    vendors: Mapping[str, tuple[int, int, bool, bool]],
    routes: Mapping[str, tuple[str, ...]],
) -> ShopPage:
    """Draw a page from tables like the ones above: the seed moves sizes and times."""

    def moved(name: str, value: int) -> int:
        digest = hashlib.sha256(f"{kind} {seed} {name}".encode()).digest()
        share = int.from_bytes(digest[:4], "big") % (2 * SPREAD * 100 + 1) - SPREAD * 100
        return value * (10_000 + share) // 10_000

    return ShopPage(
        seed=seed,
        modules=tuple(
            ScriptModule(
                name=name,
                size=moved(f"{name} size", kb * KB),
                run_us=moved(f"{name} run", ms * 1000),
                imports=tuple(imports.split()),
                effect=name in effects,
                same_as=twins.get(name, ""),
            )
            for name, (kb, ms, imports) in modules.items()
        ),
        pictures=tuple(
            PagePicture(
                name=name,
                size=moved(f"{name} size", kb * KB),
                width=width,
                height=height,
                first_view=first_view,
            )
            for name, (kb, width, height, first_view) in pictures.items()
        ),
        vendors=tuple(
            Vendor(
                name=name,
                size=moved(f"{name} size", kb * KB),
                run_us=moved(f"{name} run", ms * 1000),
                facade=facade,
                after_consent=after,
            )
            for name, (kb, ms, facade, after) in vendors.items()
        ),
        routes=dict(routes),
        html_size=moved("html", 14 * KB),
        style_size=moved("style", 26 * KB),
    )


def as_found(page: ShopPage) -> dict[str, object]:
    """Give the plan by which a page loads as it was found, as plain data to change.

    Parameters
    ----------
    page : ShopPage
        The page.

    Returns
    -------
    dict
        One bundle of all modules, all pictures at once, third parties where somebody put them.
    """
    unsized = ("artist", "related-1", "related-2", "related-3")
    return {
        "chunks": [
            {
                "name": "app",
                "modules": [module.name for module in page.modules],
                "fetch": "start",
                "run": "start",
            }
        ],
        "pictures": {
            picture.name: {
                "load": "eager",
                "encoding": "found",
                "width": 0 if picture.name in unsized else picture.width,
                "height": 0 if picture.name in unsized else picture.height,
            }
            for picture in page.pictures
        },
        "third_parties": {"analytics": "app", "chat": "app", "recommendations": "start"},
        "hints": [],
        "replace": {},
        "slice_ms": 0,
    }
