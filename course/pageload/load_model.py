"""A page load as a model: one link, connections, one main thread; the marks that follow.

It is of the kind of Lantern, which simulates loads for Lighthouse: good for ranking plans, not for
telling anybody's seconds. All times are whole microseconds, and equal plans give equal loads. Not
for judging a project (project_measures), nor for real browsers (real_page).
"""

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from course.pageload.load_marks import (
    LONG_TASK_US,
    SLOW_4G,
    Condition,
    SimulatedLoad,
    ThreadTask,
    Transfer,
    interactive_at,
    stretches,
)
from course.pageload.load_plans import TIMES, Chunk, LoadPlan
from course.pageload.shop_page import ENTRY, PURPOSE, ShopPage

CONNECTIONS: Final = 6  # to one origin, as browsers open them over HTTP/1.1
PARSE_US: Final = 60_000  # of the document, on the phone
PAINT_US: Final = 100_000  # style, layout and first paint
PICTURE_US: Final = 8_000  # painting a picture that has come
YIELD_US: Final = 1_000  # what giving way between two slices costs


def load(page: ShopPage, plan: LoadPlan, condition: Condition = SLOW_4G) -> SimulatedLoad:
    """Load a page by a plan under a condition.

    Parameters
    ----------
    page : ShopPage
        The page.
    plan : LoadPlan
        A plan for it, from `load_plan`.
    condition : Condition
        The network and the machine.

    Returns
    -------
    SimulatedLoad
        Its marks; equal arguments give equal loads.

    Examples
    --------
    >>> from course.pageload import as_found, load, load_plan, shop_page
    >>> page = shop_page(1)
    >>> found = load(page, load_plan(page, as_found(page)))
    >>> found.usable_us < found.tti_us
    True
    """
    return _Loading(page, plan, condition).result()


@dataclass(kw_only=True)
class _Request:
    name: str
    origin: str
    size: int
    then: Callable[[], None]
    think_us: int = 0
    begin: int = 0
    left: int = 0  # millionths of a byte


@dataclass(kw_only=True)
class _ThreadWork:
    name: str
    us: int
    then: Callable[[], None]
    own: bool = False


@dataclass
class _Origin:
    open: int = 0
    free: int = 0
    ready: int = 0  # opened ahead of need
    ready_at: int = 0
    waiting: deque[_Request] = field(default_factory=deque)


class _Loading:
    """The state of one load: an agenda of events, the link's transfers, the thread's queue."""

    def __init__(self, page: ShopPage, plan: LoadPlan, condition: Condition) -> None:
        self.page, self.plan, self.condition = page, plan, condition
        self.run_us = {module.name: module.run_us for module in page.modules}
        self.now = self.order = 0
        self.agenda: list[tuple[int, int, Callable[[], None]]] = []
        self.link: list[_Request] = []
        self.origins: dict[str, _Origin] = {}
        self.queue: deque[_ThreadWork] = deque()
        self.running = False
        self.tasks: list[ThreadTask] = []
        self.transfers: list[Transfer] = []
        self.fetched: set[str] = set()
        self.evaluated: dict[str, int] = {}  # module or chunk -> when
        self.vendors: dict[str, int] = {}
        self.holds = 0  # what the load event waits for
        self.fcp = self.lcp = self.parsed = self.idle = -1
        self.dcl = 0
        self.styled = self.hero = self.settled = False
        self.body = "waits"

    # ---- the clock

    def result(self) -> SimulatedLoad:
        self.request("document", "", self.page.html_size, self.on_document)
        while self.agenda or self.link:
            self.step()
        tasks = tuple(self.tasks)
        spans = [(task.begin, task.end) for task in tasks]
        requests = [(one.begin, one.end) for one in self.transfers]
        tti = interactive_at(self.fcp, self.dcl, spans, requests)
        steady = interactive_at(self.fcp, self.dcl, stretches(tasks), requests)
        ready = {name: self.wait_for(names, steady) for name, names in self.page.routes.items()}
        usable = self.evaluated.get(PURPOSE)
        if usable is None:  # nobody has clicked yet, so the click that loads it comes when quiet
            usable = steady + self.wait_for((PURPOSE,), steady)
        elif self.plan.chunk_of(PURPOSE).run == "head":  # its button is parsed afterwards
            usable = max(usable, self.dcl)
        return SimulatedLoad(
            fcp_us=self.fcp,
            lcp_us=self.lcp,
            tti_us=tti,
            steady_us=steady,
            tbt_us=sum(
                max(0, min(end, tti) - max(begin, self.fcp) - LONG_TASK_US) for begin, end in spans
            ),
            usable_us=usable,
            idle_us=self.idle,
            vendors_us=dict(self.vendors),
            ready_us=ready,
            initial_bytes=self.initial_bytes(),
            transfers=tuple(sorted(self.transfers, key=lambda one: (one.begin, one.end))),
            tasks=tasks,
        )

    def step(self) -> None:
        due = self.agenda[0][0] if self.agenda else None
        if self.link:
            rate = max(1, self.condition.bytes_per_s // len(self.link))
            smallest = min(request.left for request in self.link)
            done = self.now + -(-smallest // rate)
            until = done if due is None else min(done, due)
            for request in self.link:
                request.left -= (until - self.now) * rate
            self.now = until
            arrived = [request for request in self.link if request.left <= 0]
            self.link = [request for request in self.link if request.left > 0]
            for request in arrived:
                self.arrive(request)
            if due is None or due > self.now:
                return
        assert due is not None
        self.now = max(self.now, due)
        heapq.heappop(self.agenda)[2]()

    def at(self, time: int, then: Callable[[], None]) -> None:
        self.order += 1
        heapq.heappush(self.agenda, (time, self.order, then))

    # ---- the network

    def request(
        self,
        name: str,
        origin: str,
        size: int,
        then: Callable[[], None],
    ) -> None:
        think = self.condition.vendor_us if origin else 0
        one = _Request(
            name=name, origin=origin, size=size, then=then, think_us=think,
            begin=self.now, left=max(1, size) * 1_000_000,
        )  # fmt: skip
        self.origins.setdefault(origin, _Origin()).waiting.append(one)
        self.serve(origin)

    def connect(self, origin: str) -> None:
        """Open a connection ahead of need."""
        place = self.origins.setdefault(origin, _Origin())
        if not place.open:
            place.open = place.ready = 1
            place.ready_at = self.now + self.handshake(origin)

    def handshake(self, origin: str) -> int:
        trips = self.condition.vendor_handshakes if origin else self.condition.handshakes
        return trips * self.condition.trip_us

    def serve(self, origin: str) -> None:
        """Send waiting requests, in their order, as far as there are connections."""
        place = self.origins[origin]
        while place.waiting and (place.free or place.ready or place.open < CONNECTIONS):
            one = place.waiting.popleft()
            setup = 0
            if place.free:
                place.free -= 1
            elif place.ready:
                place.ready = 0
                setup = max(0, place.ready_at - self.now)
            else:
                place.open += 1
                setup = self.handshake(origin)
            begin = self.now + setup + self.condition.trip_us + one.think_us
            self.at(begin, lambda one=one: self.link.append(one))  # type: ignore[misc]

    def arrive(self, one: _Request) -> None:
        self.transfers.append(Transfer(one.name, one.begin, self.now, one.size))
        self.origins[one.origin].free += 1
        one.then()
        self.serve(one.origin)

    # ---- the main thread

    def work(
        self,
        name: str,
        us: int,
        then: Callable[[], None],
        *,
        own: bool = False,
        next_up: bool = False,
    ) -> None:
        one = _ThreadWork(name=name, us=us * self.condition.cpu_percent // 100, then=then, own=own)
        if next_up:
            self.queue.appendleft(one)
        else:
            self.queue.append(one)
        self.turn()

    def turn(self) -> None:
        if self.running:
            return
        if not self.queue:
            self.at(self.now, self.pause)
            return
        one = self.queue.popleft()
        self.running = True

        def end() -> None:
            self.running = False
            if self.now > begin:
                self.tasks.append(ThreadTask(one.name, begin, self.now, one.own))
            one.then()
            self.turn()

        begin = self.now
        self.at(begin + one.us, end)

    def run(self, chunk: Chunk, then: Callable[[], None]) -> None:
        """Evaluate a chunk's modules: one task, or slices with a pause for others between them."""
        pieces: list[tuple[int, list[str]]] = []
        us, names = 0, list[str]()
        for name in chunk.modules:
            left = self.run_us[name] * self.condition.cpu_percent // 100
            while self.plan.slice_us and us + left > self.plan.slice_us:
                left -= self.plan.slice_us - us
                pieces.append((self.plan.slice_us, names))
                us, names = 0, []
            us += left
            names.append(name)
        pieces.append((us, names))

        def piece(number: int) -> None:
            us, names = pieces[number]
            more = number + 1 < len(pieces)

            def end() -> None:
                self.evaluated |= dict.fromkeys(names, self.now)
                if not number and self.plan.slice_us and self.is_last(chunk):
                    self.dcl = self.now  # the script element is done when its first slice is
                if ENTRY in names:
                    self.call_vendors("app")
                if more:
                    piece(number + 1)
                else:
                    self.evaluated[f"{chunk.name} chunk"] = self.now
                    then()

            one = _ThreadWork(
                name=chunk.name, us=us + (YIELD_US if more else 0), then=end, own=True
            )
            self.queue.append(one)
            self.turn()

        piece(0)

    # ---- the page

    def on_document(self) -> None:
        """The scanner asks for all that the document names; the parser follows."""
        self.call_style()
        for hint in sorted(self.plan.preconnects):
            self.connect(hint)
        for time in ("head", "start"):
            for chunk in self.plan.chunks:
                ahead = time == "start" and chunk.name in self.plan.preloads
                if chunk.fetch == time or (ahead and chunk.name not in self.fetched):
                    self.fetch(chunk)
        for name in self.plan.pictures:
            if name in self.plan.preloads:
                self.call_picture(name)
        self.call_vendors("start")
        for name, picture in self.plan.pictures.items():
            if name not in self.plan.preloads and not picture.lazy:
                self.call_picture(name)
        self.holds += 1
        self.work("document", PARSE_US, self.on_parser)

    def call_style(self) -> None:
        self.holds += 1

        def then() -> None:
            self.styled = True
            self.let_go()
            self.on_parser()

        self.request("style", "", self.page.style_size, then)

    def fetch(self, chunk: Chunk) -> None:
        self.fetched.add(chunk.name)
        waits = chunk.run in {"head", "start"} and self.idle < 0
        self.holds += waits

        def then() -> None:
            self.evaluated[f"{chunk.name} here"] = self.now
            self.on_parser()
            if self.idle >= 0:
                self.run_idle()

        self.request(chunk.name, "", chunk.size, then)

    def call_picture(self, name: str) -> None:
        picture = self.plan.pictures[name]
        self.holds += not picture.lazy

        def then() -> None:
            if name == self.page.pictures[0].name:
                self.hero = True
                self.paint_hero()
            if not picture.lazy:
                self.let_go()

        self.request(name, "", picture.size, then)

    def call_vendors(self, time: str) -> None:
        for vendor in self.page.vendors:
            if self.plan.vendors[vendor.name] != time:
                continue
            waits = self.idle < 0
            self.holds += waits

            def ran(name: str = vendor.name, waits: bool = waits) -> None:
                self.vendors[name] = self.now
                if waits:
                    self.let_go()

            def then(
                name: str = vendor.name, us: int = vendor.run_us, ran: Callable[[], None] = ran
            ) -> None:
                self.work(name, us, ran)

            self.request(vendor.name, vendor.name, vendor.size, then)

    def on_parser(self) -> None:
        """Go on where the parser, or the queue of deferred scripts, stood."""
        if not self.tasks or not self.styled or self.running_scripts():
            return
        for time in ("head", "start"):
            for chunk in self.plan.chunks:
                if chunk.run != time or f"{chunk.name} chunk" in self.evaluated:
                    continue
                if f"{chunk.name} here" in self.evaluated:
                    self.evaluated[f"{chunk.name} began"] = self.now
                    self.run(chunk, self.on_script)
                if time == "start":
                    self.paint()
                return
            if time == "head" and not self.parse_on():
                return
        if not self.settled:
            self.settled = True
            self.dcl = self.dcl or self.now
            self.let_go()

    def parse_on(self) -> bool:
        """Parse what follows the scripts of the head, then paint; tell whether that is done."""
        if self.body == "waits":
            blocked = any(chunk.run == "head" for chunk in self.plan.chunks)
            self.body = "parsing" if blocked else "parsed"
            if blocked:
                self.work("document", PARSE_US, self.on_body)
        if self.body == "parsed":
            self.paint()
        return self.body == "parsed"

    def on_body(self) -> None:
        self.body = "parsed"
        self.on_parser()

    def is_last(self, chunk: Chunk) -> bool:
        """Tell whether the document's scripts end with this chunk."""
        times = (TIMES.index("head"), TIMES.index("start"))
        scripts = [one for one in self.plan.chunks if TIMES.index(one.run) in times]
        return chunk == max(scripts, key=lambda one: TIMES.index(one.run))

    def running_scripts(self) -> bool:
        return any(
            f"{chunk.name} began" in self.evaluated and f"{chunk.name} chunk" not in self.evaluated
            for chunk in self.plan.chunks
        )

    def on_script(self) -> None:
        self.let_go()
        self.on_parser()

    def paint(self) -> None:
        if self.parsed >= 0:
            return
        self.parsed = self.now

        def then() -> None:
            self.fcp = self.lcp = self.now
            for name, picture in self.plan.pictures.items():
                shown = next(one for one in self.page.pictures if one.name == name).first_view
                if picture.lazy and shown and name not in self.plan.preloads:
                    self.call_picture(name)
            self.paint_hero()

        self.work("first paint", PAINT_US, then, next_up=True)

    def paint_hero(self) -> None:
        if self.hero and self.fcp >= 0:
            self.work("largest paint", PICTURE_US, self.on_hero, next_up=True)

    def on_hero(self) -> None:
        self.lcp = self.now

    def let_go(self) -> None:
        self.holds -= 1
        self.at(self.now, self.pause)

    def pause(self) -> None:
        """The first moment with nothing to do after the load: what waits for idle time begins."""
        if self.holds or self.running or self.queue or self.idle >= 0 or self.fcp < 0:
            return
        self.idle = self.now
        for chunk in self.plan.chunks:
            if chunk.fetch == "idle" and chunk.name not in self.fetched:
                self.fetch(chunk)
        self.call_vendors("idle")
        self.run_idle()

    def run_idle(self) -> None:
        if self.running_scripts():
            return
        for chunk in self.plan.chunks:
            if chunk.run != "idle" or f"{chunk.name} chunk" in self.evaluated:
                continue
            if f"{chunk.name} here" in self.evaluated:
                self.evaluated[f"{chunk.name} began"] = self.now
                self.run(chunk, self.run_idle)
            return

    # ---- afterwards

    def wait_for(self, names: Sequence[str], quiet: int) -> int:
        """How long somebody waits who opens a route at a quiet moment."""
        needed = {self.plan.chunk_of(name).name for name in self.page.closure(*names)}
        fetch = run = 0
        for chunk in self.plan.chunks:
            if chunk.name not in needed:
                continue
            evaluated = self.evaluated.get(f"{chunk.name} chunk")
            if evaluated is not None:
                run += max(0, evaluated - quiet)
                continue
            if chunk.name not in self.fetched:
                fetch += chunk.size
            run += sum(self.run_us[name] for name in chunk.modules)
        trip = self.condition.trip_us if fetch else 0
        network = trip + fetch * 1_000_000 // self.condition.bytes_per_s
        return network + run * self.condition.cpu_percent // 100

    def initial_bytes(self) -> int:
        first = {self.plan.chunk_of(name).name for name in self.page.closure(ENTRY)}
        own = sum(
            chunk.size
            for chunk in self.plan.chunks
            if chunk.fetch in TIMES[:2] or chunk.name in self.plan.preloads or chunk.name in first
        )
        vendors = sum(
            vendor.size
            for vendor in self.page.vendors
            if self.plan.vendors[vendor.name] in {"start", "app"}
        )
        return own + vendors
