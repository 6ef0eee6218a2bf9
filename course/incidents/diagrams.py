"""Pictures of an incident as plain SVG text: who calls whom, a trace's spans; and its alerts.

Health is told by a colour, by a mark and in words. All text is escaped; colours follow the page,
light or dark. It draws what it is given, and measures nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from hashlib import sha256
from html import escape
from typing import Literal

from course.simulation.telemetry.alerts import Alert
from course.simulation.telemetry.topology import Bar, Link, Node, Topology

Health = Literal["ok", "warn", "bad", "quiet"]
# Error shares at which a part is worth a look, and ill; workers in use; age of a queue's oldest.
ERRORS, WORKERS, OLDEST_S = (0.01, 0.05), (0.85, 0.97), (60.0, 300.0)
WORDS: dict[Health, str] = {
    "ok": "healthy",
    "warn": "worth a look",
    "bad": "ill",
    "quiet": "no traffic",
}
MOST_BARS = 200
WIDE, HIGH, GAP_X, GAP_Y, EDGE = 178, 66, 96, 26, 16
# Okabe and Ito's colours, darkened or lightened to 4.5:1 against each ground.
_STYLE = """\
.inc{--ink:#1b1f23;--soft:#57606a;--paper:#ffffff;--line:#8c959f;--ok:#00694d;--warn:#8a5a00;\
--bad:#b3261e;--quiet:#57606a;--bar:#0072b2;--wait:#8fc3e3;font-family:system-ui,sans-serif}
@media (prefers-color-scheme:dark){.inc{--ink:#e6edf3;--soft:#a9b4bf;--paper:#14181d;\
--line:#7d8792;--ok:#3fc79a;--warn:#f0b429;--bad:#ff8a80;--quiet:#a9b4bf;--bar:#56b4e9;\
--wait:#2b5f80}}
[data-jp-theme-light="true"] .inc{--ink:#1b1f23;--soft:#57606a;--paper:#ffffff;--line:#8c959f;\
--ok:#00694d;--warn:#8a5a00;--bad:#b3261e;--quiet:#57606a;--bar:#0072b2;--wait:#8fc3e3}
[data-jp-theme-light="false"] .inc{--ink:#e6edf3;--soft:#a9b4bf;--paper:#14181d;--line:#7d8792;\
--ok:#3fc79a;--warn:#f0b429;--bad:#ff8a80;--quiet:#a9b4bf;--bar:#56b4e9;--wait:#2b5f80}
.inc text{fill:var(--ink);font-size:11px}
.inc .soft{fill:var(--soft)}
.inc .name{font-size:13px;font-weight:600}
.inc .halo{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
"""
_MARKS: dict[Health, str] = {  # in a circle of radius 8
    "ok": '<path d="M-4 0l3 3 5-6" fill="none" stroke="var(--paper)" stroke-width="2"/>',
    "warn": '<path d="M0-5v6M0 3v2" fill="none" stroke="var(--paper)" stroke-width="2"/>',
    "bad": '<path d="M-3-3l6 6M3-3l-6 6" fill="none" stroke="var(--paper)" stroke-width="2"/>',
    "quiet": '<path d="M-4 0h8" fill="none" stroke="var(--paper)" stroke-width="2"/>',
}


class Picture(Topology):
    """A topology that a notebook shows as a picture; equal to the plain one."""

    @classmethod
    def of(cls, plain: Topology) -> "Picture":
        """Dress a plain one."""
        return cls(**{one.name: getattr(plain, one.name) for one in fields(plain)})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Topology):
            return NotImplemented
        return all(getattr(self, f.name) == getattr(other, f.name) for f in fields(Topology))

    def __hash__(self) -> int:
        return hash((self.at_ms, self.over_ms, self.nodes, self.links))

    def _repr_html_(self) -> str:
        return _scrolled(topology_svg(self))


class Trace(tuple[Bar, ...]):
    """Spans of a trace that a notebook shows as a waterfall; equal to the plain tuple."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return _scrolled(waterfall_svg(self)) if self else "<p>no such trace</p>"


class Alerts(tuple[Alert, ...]):
    """Alerts that a notebook shows as a table; equal to the plain tuple."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return alerts_table(self)


def node_health(node: Node) -> tuple[Health, str]:
    """How a part is, and by what one sees it."""
    signs: list[tuple[Health, str]] = []
    if node.kind == "service" and node.replicas == 0:
        signs.append(("bad", "no replica is up"))
    for value, limits, what in (
        (node.error_share, ERRORS, "{:.1%} errors"),
        (node.worker_share, WORKERS, "{:.0%} of workers in use"),
        (node.oldest_s, OLDEST_S, "oldest message waits {:.0f} s"),
    ):
        if value is not None and value >= limits[0]:
            signs.append(("bad" if value >= limits[1] else "warn", what.format(value)))
    if not signs:
        return ("ok", "") if node.rate else ("quiet", "")
    worst: Health = "bad" if any(health == "bad" for health, _ in signs) else "warn"
    return worst, ", ".join(words for _, words in signs)


def link_health(link: Link) -> tuple[Health, str]:
    """How calls of a part by another go, and by what one sees it."""
    signs: list[str] = []
    health: Health = "ok" if link.rate else "quiet"
    share = link.error_share or 0.0
    if share >= ERRORS[0]:
        signs.append(f"{share:.1%} errors")
        health = "bad" if share >= ERRORS[1] else "warn"
    if link.retry_share and link.retry_share >= ERRORS[1]:
        signs.append(f"{link.retry_share:.0%} retries")
        health = "bad" if health == "bad" else "warn"
    if link.breaker not in (None, "closed"):
        signs.append(f"breaker {link.breaker}")
        health = "bad"
    return health, ", ".join(signs)


def topology_svg(topology: Topology) -> str:
    """Draw parts and calls from left to right, each part after those that call it."""
    places = _places(topology)
    columns = max((x for x, _ in places.values()), default=0) + 1
    rows = max((y for _, y in places.values()), default=0.0) + 1
    width = 2 * EDGE + columns * WIDE + (columns - 1) * GAP_X
    height = 2 * EDGE + rows * (HIGH + GAP_Y) + 18
    at = {
        name: (EDGE + x * (WIDE + GAP_X), EDGE + y * (HIGH + GAP_Y))
        for name, (x, y) in places.items()
    }
    lines = [_link(link, at) for link in topology.links if {link.source, link.target} <= set(at)]
    boxes = [_node(node, *at[node.name]) for node in topology.nodes]
    key = "".join(
        f'<g transform="translate({EDGE + 8 + n * 112},{height - 14})">{_mark(health)}'
        f'<text class="soft" x="14" y="4">{WORDS[health]}</text></g>'
        for n, health in enumerate(WORDS)
    )
    seen = [(node.name, *node_health(node)) for node in topology.nodes]
    ill = [
        f"{name}: {WORDS[health]}{f' ({why})' if why else ''}"
        for name, health, why in seen
        if health in ("warn", "bad")
    ]
    ill += [
        f"{link.source} to {link.target}: {why}"
        for link in topology.links
        for _, why in [link_health(link)]
        if why
    ]
    calls = ", ".join(f"{link.source} to {link.target}" for link in topology.links)
    return _picture(
        width,
        height,
        f"Picture of the system over {_span(topology.over_ms)}",
        f"{'; '.join(ill) or 'All parts are healthy'}. Links: {calls or 'none'}.",
        "".join(body for body, _ in lines)
        + "".join(boxes)
        + "".join(label for _, label in lines)
        + key,
    )


def waterfall_svg(bars: Sequence[Bar]) -> str:
    """Draw a trace's spans as bars over time, callers above the calls that they made."""
    shown = bars[:MOST_BARS]
    left, wide, row, top = 250, 470, 22, 34
    total = max((bar.offset_ms + bar.duration_ms for bar in bars), default=0.0) or 1.0
    step = _step(total)
    parts = []
    for n in range(int(total / step + 1e-9) + 1):
        x = left + wide * n * step / total
        parts.append(
            f'<path d="M{x:.1f} {top - 8}V{top + row * len(shown)}" stroke="var(--line)" '
            f'stroke-opacity=".5"/><text class="soft" x="{x:.1f}" y="{top - 12}" '
            f'text-anchor="middle">{_ms(n * step)}</text>'
        )
    parts += [_bar(bar, top + row * n, left, wide / total) for n, bar in enumerate(shown)]
    height = top + row * len(shown) + 14
    if len(bars) > len(shown):
        height += 16
        more = f"and {len(bars) - len(shown)} more spans"
        parts.append(f'<text class="soft" x="{EDGE}" y="{height - 12}">{more}</text>')
    failed = [f"{b.service} {b.name} ({b.http_status})" for b in bars if b.failed]
    longest = max(bars, key=_own_wait, default=None)
    words = f"{len(bars)} spans, {total:.0f} ms in all."
    if failed:
        words += f" Failed: {', '.join(dict.fromkeys(failed))}."
    if longest is not None and _own_wait(longest) >= 1:
        words += f" Longest wait: {longest.service}, {_waits(longest)}."
    width = left + wide + 190
    return _picture(width, height, "Waterfall of a trace", words, "".join(parts))


def alerts_table(alerts: Sequence[Alert]) -> str:
    """Write alerts as a table of HTML; the clock is the scenario's, in UTC."""
    if not alerts:
        return "<p>no alert is pending or firing</p>"
    head = ("alert", "severity", "state", "since", "value", "labels", "summary", "runbook")
    rows = [
        (
            a.rule,
            a.severity,
            "pending" if a.firing_ms is None else "firing",
            _clock(a.pending_ms if a.firing_ms is None else a.firing_ms),
            f"{a.value:.3g}",
            ", ".join(f"{key}={value}" for key, value in a.labels.items()),
            a.summary,
            a.runbook,
        )
        for a in alerts
    ]
    cells = "".join(f"<tr>{_cells('td', row)}</tr>" for row in rows)
    return f"<table><thead><tr>{_cells('th', head)}</tr></thead><tbody>{cells}</tbody></table>"


def _cells(tag: str, row: Iterable[str]) -> str:
    return "".join(f'<{tag} style="text-align:left">{escape(cell)}</{tag}>' for cell in row)


def _places(topology: Topology) -> dict[str, tuple[int, float]]:
    """Column and row of each part: a column is the longest way there that has no cycle."""
    names = [node.name for node in topology.nodes]
    ahead: dict[str, list[str]] = {name: [] for name in names}
    for link in topology.links:
        if link.source in ahead and link.target in ahead and link.target != link.source:
            ahead[link.source].append(link.target)
    column = dict.fromkeys(names, 0)
    for _ in names:  # so many rounds settle whatever has no cycle; what has one is cut off
        for source in names:
            for target in ahead[source]:
                if column[source] + 1 > column[target] and column[source] + 1 < len(names):
                    column[target] = column[source] + 1
    order = {value: n for n, value in enumerate(sorted(set(column.values())))}
    places: dict[str, tuple[int, float]] = {}
    most = max((list(column.values()).count(value) for value in order), default=1)
    for value, n in order.items():
        mine = [name for name in names if column[name] == value]
        above = {
            name: [places[s][1] for s in names if name in ahead[s] and s in places] for name in mine
        }
        mine.sort(key=lambda name: sum(above[name]) / len(above[name]) if above[name] else 0.0)
        first = (most - len(mine)) / 2
        places |= {name: (n, first + row) for row, name in enumerate(mine)}
    return places


def _node(node: Node, x: float, y: float) -> str:
    health, why = node_health(node)
    facts = [_rate(node.rate)]
    if node.error_share:
        facts.append(f"{node.error_share:.1%} errors")
    if node.hit_share is not None:
        facts.append(f"{node.hit_share:.0%} hits")
    more = [] if node.depth is None else [f"{node.depth:.0f} waiting"]
    if node.p99_ms is not None:
        more.append(f"p99 {_ms(node.p99_ms)}")
    if node.kind == "service":
        more.append(f"{node.replicas} up" if node.replicas is not None else "")
        more.append(" ".join(node.versions))
    if node.worker_share is not None and node.worker_share >= WORKERS[0]:
        more.append(f"{node.worker_share:.0%} busy")
    if node.oldest_s:
        more.append(f"oldest {node.oldest_s:.0f} s")
    round_ = {"service": 6, "ingress": 6, "queue": 20, "cache": 20}[node.kind]
    width = {"ok": 1.5, "quiet": 1.5, "warn": 2.5, "bad": 3.5}[health]
    dash = ' stroke-dasharray="5 3"' if node.kind in ("queue", "cache") else ""
    label = f"{node.name} ({node.kind}): {WORDS[health]}{f', {why}' if why else ''}"
    return (
        f'<g transform="translate({x:.1f},{y:.1f})"><title>{escape(label)}</title>'
        f'<rect width="{WIDE}" height="{HIGH}" rx="{round_}" fill="var(--paper)" '
        f'stroke="var(--{health})" stroke-width="{width}"{dash}/>'
        f'<text class="name" x="12" y="21">{_fit(node.name, 18)}</text>'
        f'<text x="12" y="39">{_fit(" · ".join(facts), 27)}</text>'
        f'<text class="soft" x="12" y="55">{_fit(" · ".join(filter(None, more)), 27)}</text>'
        f'<g transform="translate({WIDE - 16},16)">{_mark(health)}</g></g>'
    )


def _link(link: Link, at: Mapping[str, tuple[float, float]]) -> tuple[str, str]:
    (x0, y0), (x1, y1) = at[link.source], at[link.target]
    health, why = link_health(link)
    start, end = (x0 + WIDE, y0 + HIGH / 2), (x1, y1 + HIGH / 2)
    if x1 - x0 > WIDE + GAP_X:  # over several columns: below what is between
        low = max(y0, y1) + HIGH + GAP_Y / 2
        middle = (start[0] + end[0]) / 2, low
        path = (
            f"M{start[0]} {start[1]}C{start[0] + 60} {start[1]} {start[0] + 10} {low} "
            f"{start[0] + GAP_X} {low}H{end[0] - GAP_X}"
            f"C{end[0] - 10} {low} {end[0] - 60} {end[1]} {end[0]} {end[1]}"
        )
    elif x1 > x0:
        bend = max(40.0, (end[0] - start[0]) / 2)
        path = (
            f"M{start[0]} {start[1]}C{start[0] + bend} {start[1]} "
            f"{end[0] - bend} {end[1]} {end[0]} {end[1]}"
        )
        middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    else:  # back, or within a column: around the bottom
        low = max(y0, y1) + HIGH + GAP_Y / 2
        start, end = (x0 + WIDE / 2, y0 + HIGH), (x1 + WIDE / 2, y1 + HIGH)
        path = f"M{start[0]} {start[1]}C{start[0]} {low + 14} {end[0]} {low + 14} {end[0]} {end[1]}"
        middle = (start[0] + end[0]) / 2, low + 6
    dash = {"call": "", "publish": "6 4", "deliver": "6 4", "look_up": "2 3"}[link.kind]
    colour = f"var(--{health})" if health in ("warn", "bad") else "var(--line)"
    width = {"ok": 1.5, "quiet": 1.0, "warn": 2.5, "bad": 3.5}[health]
    title = f"{link.source} to {link.target} ({link.kind.replace('_', ' ')}): {_rate(link.rate)}"
    title += f", {why}" if why else ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    body = (
        f"<g><title>{escape(title)}</title>"
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"'
        f"{dashed}/>"
        f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="3.5" fill="{colour}"/></g>'
    )
    if not why:
        return body, ""
    label = (
        f'<g transform="translate({middle[0]:.1f},{middle[1]:.1f})">'
        f'<text class="halo" text-anchor="middle" y="-10">{_fit(why, 34)}</text>{_mark(health)}</g>'
    )
    return body, label


def _bar(bar: Bar, y: float, left: float, scale: float) -> str:
    x, width = left + bar.offset_ms * scale, max(1.5, bar.duration_ms * scale)
    wait = min(width, (bar.worker_wait_ms or 0) * scale)
    colour = "var(--bad)" if bar.failed else "var(--bar)"
    status = f" {bar.http_status} {bar.error_type or ''}".rstrip() if bar.failed else ""
    label = f"{bar.service} {bar.name}{status}: {_ms(bar.duration_ms)}{_waits(bar, ', ')}"
    name = f"{bar.service} {bar.name}"
    indent = EDGE + 12 * min(bar.depth, 8)
    cross = (
        f'<g transform="translate({indent},{y + 9}) scale(.75)">{_mark("bad")}</g>'
        if bar.failed
        else ""
    )
    beside = f"{_ms(bar.duration_ms)}{status}"
    place = f'x="{x + width + 6:.1f}" class="halo"'
    waited = (
        f'<rect x="{x:.1f}" y="{y + 3}" width="{wait:.1f}" height="13" rx="2" fill="var(--wait)"/>'
    )
    return (
        f'<g><title>{escape(label)}</title>{cross}<text x="{indent + (12 if bar.failed else 0)}" '
        f'y="{y + 13}">{_fit(name, 36 - 2 * min(bar.depth, 8))}</text>'
        f'<rect x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="13" rx="2" fill="{colour}"/>'
        f'{waited if wait > 1 else ""}<text {place} y="{y + 13}">{_fit(beside, 28)}</text></g>'
    )


def _own_wait(bar: Bar) -> float:
    return (bar.worker_wait_ms or 0) + (bar.pool_wait_ms or 0)


def _waits(bar: Bar, before: str = "") -> str:
    parts = [
        f"{_ms(wait)} for a {what}"
        for wait, what in ((bar.worker_wait_ms, "worker"), (bar.pool_wait_ms, "connection"))
        if wait and wait >= 1
    ]
    return f"{before}waited {' and '.join(parts)}" if parts else ""


def _mark(health: Health) -> str:
    return f'<circle r="8" fill="var(--{health})"/>{_MARKS[health]}'


def _picture(width: float, height: float, title: str, words: str, body: str) -> str:
    name = "inc-" + sha256(f"{title}{words}{body}".encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="inc" role="img" '
        f'aria-labelledby="{name}-t {name}-d" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(words)}</desc><style>{_STYLE}</style>'
        f'<rect width="100%" height="100%" rx="6" fill="var(--paper)"/>{body}</svg>'
    )


def _scrolled(svg: str) -> str:
    return f'<div style="overflow-x:auto">{svg}</div>'


def _fit(text: str, most: int) -> str:
    return escape(text if len(text) <= most else text[: most - 1] + "…")


def _rate(rate: float | None) -> str:
    return "no traffic" if not rate else f"{rate:.3g}/s"


def _ms(value: float) -> str:
    return f"{value / 1e3:.3g} s" if value >= 1000 else f"{value:.3g} ms"


def _span(ms: int) -> str:
    return f"{ms // 60_000} min" if ms % 60_000 == 0 else f"{ms / 1e3:g} s"


def _clock(ms: int) -> str:
    s = ms // 1000 % 86_400
    return f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"


def _step(total: float) -> float:
    """Distance of about six ticks: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** len(str(int(total))) / 100
    return next(power * n for n in (1, 2, 5, 10, 20, 50, 100) if total / (power * n) <= 7)
