"""Figures of reports: matplotlib, Okabe and Ito's colours, each as SVG and PNG with words for it.

A figure is drawn for light pages; its SVG carries a style that turns ink and paper in dark ones.
Colour never speaks alone: position, shape or words say the same. Colours: Okabe and Ito 2008,
"Color Universal Design".
"""

from collections.abc import Sequence
from io import BytesIO
from math import floor
from statistics import median
from typing import Any, NamedTuple

from matplotlib import rc_context
from matplotlib.figure import Figure

from course.reporting.report_models import CohortModule, Funnel, Module

BLUE, SKY, ORANGE, VERMILION = "#0072b2", "#56b4e9", "#e69f00", "#d55e00"
INK, SOFT, LINE, BAND, PAPER = "#1b1f24", "#57606a", "#d0d7de", "#f3f5f7", "#ffffff"
DARK = {
    INK: "#e6e9ed",
    SOFT: "#a2abb5",
    LINE: "#3a424b",
    BAND: "#1d232a",
    PAPER: "#14181d",
    BLUE: "#56b4e9",
    VERMILION: "#f0803c",
}
STYLE: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.labelcolor": SOFT,
    "ytick.labelcolor": INK,
    "axes.axisbelow": True,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "svg.fonttype": "none",
    "svg.hashsalt": "course",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.grid": False,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
}


class Look(NamedTuple):
    """How a standing is drawn, and the words that the legend has for it."""

    colour: str
    marker: str
    filled: bool
    words: str


LOOKS = {
    "passed": Look(BLUE, "o", True, "passed"),
    "failed": Look(VERMILION, "D", True, "below the passing mark"),
    "pending": Look(ORANGE, "s", True, "waits for a person"),
}
OTHER = Look(SOFT, "o", False, "not graded")
PASSING_MARK = Look(INK, "|", True, "passing mark")
WIDTH = 8.6  # inches
NONE = "\N{EN DASH}"


class Drawing(NamedTuple):
    """A figure as Jupyter shows it: SVG, PNG and words by MIME type, and metadata with `alt`."""

    data: dict[str, str | bytes]
    metadata: dict[str, str]


def bundle(figure: Figure, alt: str) -> Drawing:
    """Render a figure as SVG and PNG; `alt` says in words what it shows."""
    with rc_context(STYLE):
        svg, png = BytesIO(), BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        figure.savefig(png, format="png", dpi=110, facecolor=PAPER)
    text = svg.getvalue().decode().replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, sans-serif")
    start = text.index(">", text.index("<svg")) + 1
    data: dict[str, str | bytes] = {
        "image/svg+xml": text[text.index("<svg") : start] + _dark() + text[start:],
        "image/png": png.getvalue(),
        "text/plain": alt,
    }
    return Drawing(data, {"alt": alt})


def _dark() -> str:
    rules = "".join(
        f'[style*="{kind}: {light}"]{{{kind}:{dark}!important}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    )
    # matplotlib leaves text that is black without a colour.
    return f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"


def warm() -> None:
    """Look fonts up and make renderers once, before processes are forked."""
    figure, axes = _sheet(2.0)
    axes.set_title("x")
    axes.plot([0, 1], [0, 1], "o")
    bundle(figure, "")


def _sheet(
    height: float, *, left: float = 1.95, top: float = 0.36, bottom: float = 0.3
) -> tuple[Figure, Any]:
    """Give a figure and its axes; margins in inches, for a layout engine would draw it twice."""
    with rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes(
            (left / WIDTH, bottom / height, 1 - (left + 0.12) / WIDTH, 1 - (top + bottom) / height)
        )
    return figure, axes


def marks(modules: Sequence[Module]) -> Drawing:
    """Draw each module's percent against its passing mark."""
    figure, axes = _sheet(0.75 + 0.29 * len(modules))
    with rc_context(STYLE):
        _bands(axes, [m.level for m in modules])
        axes.hlines(range(len(modules)), 0, 100, color=LINE, linewidth=1, zorder=1)
        passing = [(m.passing, row) for row, m in enumerate(modules) if m.passing is not None]
        axes.vlines(
            [x for x, _ in passing],
            [y - 0.36 for _, y in passing],
            [y + 0.36 for _, y in passing],
            color=INK,
            linewidth=1.6,
            zorder=2,
        )
        for colour, marker, filled, words in (*LOOKS.values(), OTHER):
            known = [(row, m) for row, m in enumerate(modules) if m.percent is not None]
            points = [(m.percent, row) for row, m in known if _look(m).words == words]
            xs, ys = [x for x, _ in points], [y for _, y in points]
            axes.hlines(ys, 0, xs, color=colour, linewidth=3.2, zorder=3)
            axes.plot(
                xs,
                ys,
                marker,
                color=colour,
                markersize=7.5,
                zorder=4,
                linestyle="none",
                markerfacecolor=colour if filled else PAPER,
            )
        for row, module in enumerate(modules):
            words = NONE if module.percent is None else f"{module.percent:.0f}"
            axes.text(103.5, row, words, va="center", color=SOFT if words == NONE else INK)
        _rows(axes, [f"{m.id[:3]}  {m.title}" for m in modules])
        axes.set_xlim(0, 110)
        axes.set_xticks([0, 20, 40, 60, 80, 100], ["0", "20", "40", "60", "80", "100 %"])
        seen = {_look(m) for m in modules if m.percent is not None}
        _legend(axes, [*sorted(seen), PASSING_MARK])
    words = "; ".join(
        f"{m.title}: {'no mark' if m.percent is None else f'{m.percent:.0f} %'}"
        + (f" against {m.passing:.0f} %" if m.passing is not None else "")
        for m in modules
    )
    return bundle(figure, f"Marks by module against passing marks. {words}.")


def _look(module: Module) -> Look:
    return LOOKS.get(module.standing, OTHER)


def _bands(axes: Any, levels: Sequence[int]) -> None:
    for level in sorted(set(levels))[::2]:
        rows = [row for row, row_level in enumerate(levels) if row_level == level]
        axes.axhspan(min(rows) - 0.5, max(rows) + 0.5, color=BAND, zorder=0, linewidth=0)


def _rows(axes: Any, labels: Sequence[str]) -> None:
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _legend(axes: Any, looks: Sequence[Look]) -> None:
    from matplotlib.lines import Line2D

    entries = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=marker,
            color=colour,
            label=words,
            markersize=7.5,
            markeredgewidth=1.8 if marker == "|" else 1,
            markerfacecolor=colour if filled else PAPER,
        )
        for colour, marker, filled, words in looks
    ]
    axes.legend(
        handles=entries,
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=4,
        frameon=False,
        labelcolor=SOFT,
        fontsize=9,
        handletextpad=0.3,
        borderaxespad=0.1,
    )


def notebooks(modules: Sequence[Module]) -> Drawing:
    """Draw points by notebook: a row a graded module, a square a notebook, filled by its share."""
    graded = [m for m in modules if m.notebooks]
    most = max([5, *(len(m.notebooks) for m in graded)])
    figure, axes = _sheet(0.4 + 0.4 * max(1, len(graded)), top=0.26, bottom=0.05)
    cells = [
        (column, row, notebook)
        for row, module in enumerate(graded)
        for column, notebook in enumerate(module.notebooks)
    ]
    with rc_context(STYLE):
        left, low = [c for c, _, _ in cells], [r + 0.3 for _, r, _ in cells]
        shares = [
            0.9 * min(1.0, max(0.0, n.points / n.max_points if n.max_points else 0.0))
            for _, _, n in cells
        ]
        axes.hlines(low, left, [c + 0.9 for c in left], color=LINE, linewidth=4)
        ends = [start + share for start, share in zip(left, shares, strict=True)]
        axes.hlines(low, left, ends, color=BLUE, linewidth=4)
        for column, row, one in cells:
            axes.text(column, row - 0.03, f"{one.points:g} of {one.max_points:g}", va="center")
        _rows(axes, [f"{m.id[:3]}  {m.title}" for m in graded])
        axes.set_xlim(-0.02, most)
        axes.set_xticks(range(most), [f"{n:02}" for n in range(1, most + 1)], ha="left")
        axes.xaxis.tick_top()
    words = "; ".join(
        f"{m.title}: "
        + ", ".join(f"{n.name} {n.points:g} of {n.max_points:g}" for n in m.notebooks)
        for m in graded
    )
    return bundle(figure, f"Points by notebook. {words or 'Nothing was graded yet'}.")


def distributions(modules: Sequence[CohortModule]) -> Drawing:
    """Draw the cohort's marks: a row a module, a dot a learner, stacked where marks are equal."""
    shown = [m for m in modules if any(one.percent is not None for one in m.learners)]
    figure, axes = _sheet(0.8 + 0.62 * max(1, len(shown)))
    summaries = []
    marks_ = [one.percent for m in shown for one in m.learners if one.percent is not None]
    low = 20 * floor(min([60.0, *marks_, *(m.passing or 0.0 for m in shown)]) / 20)
    unit = (100 - low) / 100  # of what is as wide on every page
    with rc_context(STYLE):
        for row, module in enumerate(shown):
            percents = sorted(one.percent for one in module.learners if one.percent is not None)
            axes.plot([low, 100], [row + 0.32] * 2, color=LINE, linewidth=1, zorder=1)
            passing, dots = module.passing, _stacked(percents, module.passing or 0, 1.25 * unit)
            for over in (False, True):
                below = [passing is not None and x < passing - 1e-9 for x, _ in dots]
                at = [dot for dot, low in zip(dots, below, strict=True) if low is not over]
                axes.plot(
                    [x for x, _ in at],
                    [row + 0.25 - y for _, y in at],
                    "o" if over else "D",
                    color=BLUE if over else VERMILION,
                    linestyle="none",
                    markersize=5 if over else 4.2,
                    alpha=0.85,
                    markeredgewidth=0,
                )
            middle = median(percents)
            axes.plot(middle, row + 0.32, "^", color=INK, markersize=6, zorder=5)
            if passing is not None:
                axes.plot([passing] * 2, [row - 0.42, row + 0.42], color=INK, linewidth=1.6)
            above = sum(passing is None or x >= passing - 1e-9 for x in percents)
            axes.text(
                100 + 3 * unit,
                row + 0.1,
                f"{above} of {len(percents)}",
                va="center",
                color=INK,
                fontsize=9,
            )
            summaries.append(
                f"{module.title}: median {middle:.0f} %, {above} of {len(percents)} passed"
            )
        _rows(axes, [f"{m.id[:3]}  {m.title}" for m in shown])
        axes.set_xlim(low - 2 * unit, 100 + 16 * unit)
        ticks = range(low, 101, 20 if low < 60 else 10)
        axes.set_xticks(ticks, [f"{x} %" if x == 100 else f"{x}" for x in ticks])
        _legend(
            axes,
            [
                Look(BLUE, "o", True, "passed"),
                Look(VERMILION, "D", True, "below"),
                Look(INK, "^", True, "median"),
                PASSING_MARK,
            ],
        )
    return bundle(
        figure, f"Marks of the cohort by module. {'; '.join(summaries) or 'No marks yet'}."
    )


def _stacked(values: Sequence[float], edge: float, width: float) -> list[tuple[float, float]]:
    """Stack dots in bins of `width` percent that end at `edge`, so that no dot changes sides."""
    bins: dict[int, list[float]] = {}
    for value in values:
        bins.setdefault(floor((value - edge + 1e-9) / width), []).append(value)
    step = min(0.13, 0.62 / max((len(b) for b in bins.values()), default=1))
    return [
        (min(100.0, edge + (number + 0.5) * width), place * step)
        for number, its in bins.items()
        for place, _ in enumerate(its)
    ]


def items(module: CohortModule) -> Drawing:
    """Draw a module's test cells: share that passes against discrimination, flagged ones named."""
    known = [i for i in module.items if i.share is not None and i.discrimination is not None]
    figure, axes = _sheet(3.8, left=0.75, bottom=0.5)
    with rc_context(STYLE):
        axes.axhspan(-1, 0.15, color=BAND, linewidth=0, zorder=0)
        for x in (0.2, 0.95):
            axes.axvline(x, color=LINE, linewidth=1)
        for flagged in (False, True):
            its = [i for i in known if bool(i.flags) is flagged]
            axes.plot(
                [i.share for i in its],
                [i.discrimination for i in its],
                "D" if flagged else "o",
                color=VERMILION if flagged else BLUE,
                linestyle="none",
                markersize=6.5,
                alpha=0.9,
            )
        last = -9.0  # labels keep a line's distance, the lowest first
        for item in sorted((i for i in known if i.flags), key=lambda i: i.discrimination or 0):
            x, y = item.share or 0.0, item.discrimination or 0.0
            last = max(y, last + 0.065)
            axes.annotate(
                f"{item.notebook[:2]} {item.cell}",
                (x, y),
                fontsize=8.5,
                va="center",
                xytext=(x + (-0.015 if x > 0.8 else 0.015), last),
                ha="right" if x > 0.8 else "left",
            )
        low = min([0.0, *(i.discrimination or 0.0 for i in known)]) - 0.1
        axes.set_xlim(0, 1.02)
        axes.set_ylim(low, 1)
        axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1], ["0", "20", "40", "60", "80", "100 %"])
        axes.set_xlabel("passes it")
        axes.set_ylabel("discrimination (corrected r)")
        _legend(
            axes,
            [Look(BLUE, "o", True, "as it should be"), Look(VERMILION, "D", True, "look at it")],
        )
    flagged_cells = ", ".join(f"{i.notebook[:2]} {i.cell}" for i in known if i.flags) or "none"
    return bundle(
        figure,
        f"{module.title}: {len(known)} test cells by difficulty and discrimination; "
        f"flagged: {flagged_cells}.",
    )


def funnel(funnels: Sequence[Funnel]) -> Drawing:
    """Draw how many came how far, level by level."""
    rows = [(f, stage) for f in funnels for stage in f.stages]
    figure, axes = _sheet(0.2 + 0.36 * max(1, len(rows)), left=2.4, top=0.1, bottom=0.1)
    most = max((stage.count for _, stage in rows), default=1) or 1
    with rc_context(STYLE):
        _bands(axes, [f.level for f, _ in rows]) if rows else None
        for row, (way, stage) in enumerate(rows):
            last = stage is way.stages[-1]
            axes.barh(row, stage.count, height=0.62, color=BLUE if last else SKY, linewidth=0)
            axes.text(
                stage.count + most * 0.012,
                row,
                f"{stage.count}",
                va="center",
                fontsize=9.5,
                color=INK,
                fontweight="bold" if last else "normal",
            )
        _rows(axes, [f"{f.name}   {s.name}" if s is f.stages[0] else s.name for f, s in rows])
        axes.set_xlim(0, most * 1.08)
        axes.set_xticks([])
    words = "; ".join(
        f"{f.name}: " + ", ".join(f"{s.name} {s.count}" for s in f.stages) for f in funnels
    )
    return bundle(figure, f"How many came how far. {words}.")


def days(durations: Sequence[float], target: float | None) -> Drawing:
    """Draw days from start to certificate, a bar a week, with the target."""
    figure, axes = _sheet(2.5, left=0.75, top=0.15, bottom=0.5)
    last = max([*durations, target or 0.0, 7.0])
    with rc_context(STYLE):
        edges = [7 * week for week in range(int(last // 7) + 2)]
        axes.hist(durations, bins=edges, color=SKY, edgecolor=PAPER, linewidth=1.2)
        if target is not None:
            axes.axvline(target, color=INK, linewidth=1.6)
            words = f"  target {target:g} days"
            axes.text(target, 0.98, words, va="top", transform=axes.get_xaxis_transform())
        axes.set_xlabel("days from start to certificate")
        axes.set_ylabel("learners")
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y")
        axes.set_xlim(0, edges[-1])
    return bundle(
        figure,
        f"Days to complete of {len(durations)} learners: {min(durations):g} to "
        f"{max(durations):g}; target {target}.",
    )
