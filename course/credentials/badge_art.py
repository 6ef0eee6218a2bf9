"""What a credential looks like: a badge (SVG, PNG) and a certificate to frame (SVG, PDF).

Drawn by matplotlib, letters as outlines, so names cannot carry markup and nothing is fetched.
The same award gives the same bytes. Scripts that need shaping (Arabic, Indic) are set letter by
letter: a limit of the drawing, not of the credential, which holds no name at all.
"""

import re
from contextlib import contextmanager
from io import BytesIO
from math import cos, pi, sin
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from course.credentials.awards import Award

if TYPE_CHECKING:
    from collections.abc import Iterator

INK, PAPER, GOLD, TEAL, RED = "#12263a", "#fffdf7", "#a9802f", "#0b6e69", "#b3261e"
SERIF, SANS = ["STIXGeneral", "DejaVu Serif"], ["DejaVu Sans"]
LONGEST = 60


def badge(award: Award) -> dict[str, bytes]:
    """Draw a badge: `svg` and `png` (512 by 512 pixels)."""
    with _figure(5.12, 5.12) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(-1, 1), ylim=(-1, 1))
        axes.axis("off")
        _medal(axes, (0, 0), 0.96, _monogram(award.name), award.kind)
        lines = wrap(_cut(award.name), 18)[:2]
        for place, line in enumerate(lines):
            y = -0.36 - 0.15 * place + 0.04 * (len(lines) - 1)
            axes.text(0, y, line, size=24 if len(line) < 14 else 19, **_sans(PAPER, "bold"))
        if award.sample:
            _stamp(axes, 0, 0.02, 44, colour="#ffb4a9")
        return {"svg": _saved(figure, "svg"), "png": _saved(figure, "png")}


def certificate(award: Award, *, issuer: str, number: str, name: str = "") -> dict[str, bytes]:
    """Draw a certificate, A4 across: `svg` and `pdf`. `name` is who it honours, if not the id."""
    with _figure(11.69, 8.27) as figure:
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 297), ylim=(0, 210))
        axes.axis("off")
        _frame(axes)
        serif = {"family": SERIF, "ha": "center", "va": "center", "parse_math": False}
        axes.text(148.5, 178, _cut(issuer).upper(), size=15, color=TEAL, **_wide(serif))
        axes.text(148.5, 158, "Certificate", size=46, color=INK, **serif)
        axes.text(148.5, 139, "This is to certify that", size=15, color=INK, **serif)
        who = _cut(name or award.recipient)
        axes.text(148.5, 123, who, size=34 if len(who) < 30 else 22, color=INK, **serif)
        axes.plot([83, 214], [114.5, 114.5], color=GOLD, lw=0.8)
        axes.text(148.5, 106, "has earned the title of", size=15, color=INK, **serif)
        title = {**serif, "weight": "bold"}
        axes.text(148.5, 91, _cut(award.name), size=30, color=TEAL, **title)
        for place, line in enumerate(wrap(_cut(award.criteria, 240), 84)[:3]):
            axes.text(148.5, 77 - 6.6 * place, line, size=12.5, color=INK, **serif)
        marks = "      ".join(
            f"{one.name}: {one.value:g} %  (passing mark {one.required:g})"
            for one in award.outcomes[:3]
        )
        axes.text(148.5, 55, marks, size=11.5, color=INK, **serif)
        _dates(axes, award, serif)
        _medal(axes, (148.5, 33), 15.5, _monogram(award.name), "certificate")
        small = (
            f"Credential {number}. Verify the file that came with this page; no account is needed."
        )
        axes.text(148.5, 12.6, small, size=7.5, **_sans(INK, "normal"))
        if award.sample:
            _stamp(axes, 148.5, 108, 130, angle=24)
        return {"svg": _saved(figure, "svg"), "pdf": _saved(figure, "pdf")}


def _dates(axes: Any, award: Award, serif: dict[str, Any]) -> None:
    until = f"{award.until:%d %B %Y}" if award.until else "without end"
    for x, head, text in ((66, "Awarded", f"{award.since:%d %B %Y}"), (231, "Valid until", until)):
        axes.text(x, 36, text.lstrip("0"), size=15, color=INK, **serif)
        axes.plot([x - 30, x + 30], [31, 31], color=INK, lw=0.6)
        axes.text(x, 26.5, head, size=10.5, color=INK, **serif)


def _frame(axes: Any) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((0, 0), 297, 210, color=PAPER, lw=0))
    for inset, width, colour in ((7, 2.6, INK), (9.6, 0.8, GOLD)):
        box = (inset, inset), 297 - 2 * inset, 210 - 2 * inset
        axes.add_patch(Rectangle(*box, fill=False, ec=colour, lw=width))
    for x in (16, 281):  # fans of fine lines in the corners
        for y in (16, 194):
            inner_x, inner_y = (1 if x < 100 else -1), (1 if y < 100 else -1)
            for step in range(9):
                ends = [x, x + inner_x * 2.2 * step], [y + inner_y * (17.6 - 2.2 * step), y]
                axes.plot(*ends, color=GOLD, lw=0.45)


def _medal(axes: Any, at: tuple[float, float], radius: float, letters: str, kind: str) -> None:
    """A seal: a toothed rim, two rings, a monogram; a certificate's is gold."""
    from matplotlib.patches import Circle, Polygon

    x, y = at
    rim, field = (GOLD, INK) if kind == "certificate" else (TEAL, INK)
    teeth = 72
    points = [
        (x + r * cos(a), y + r * sin(a))
        for step in range(2 * teeth)
        for r, a in [(radius * (1 if step % 2 else 0.955), pi * step / teeth)]
    ]
    axes.add_patch(Polygon(points, color=rim, lw=0))
    axes.add_patch(Circle((x, y), radius * 0.88, color=PAPER, lw=0))
    axes.add_patch(Circle((x, y), radius * 0.845, color=field, lw=0))
    axes.add_patch(Circle((x, y), radius * 0.78, fill=False, ec=rim, lw=1.1))
    big = radius > 1
    size = 22 if big else 96
    axes.text(
        x,
        y + (0 if big else 0.13 * radius),
        letters,
        size=size * (1 if len(letters) < 3 else 0.7),
        color=PAPER,
        family=SERIF,
        weight="bold",
        ha="center",
        va="center",
        parse_math=False,
    )


def _stamp(
    axes: Any, x: float, y: float, size: float, *, angle: float = 18, colour: str = RED
) -> None:
    style = {"family": SANS, "weight": "bold", "ha": "center", "va": "center"}
    alpha = 0.5 if colour == RED else 0.8
    axes.text(x, y, "SAMPLE", size=size, color=colour, alpha=alpha, rotation=angle, **style)


def _monogram(name: str) -> str:
    """Two letters or so: L1 of Level 1 Engineer, PE of Performance Expert."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0].upper() for word in words[:2]) or "*"


def _cut(text: str, longest: int = LONGEST) -> str:
    """One line without control characters, and no longer than there is room for."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _sans(colour: str, weight: str) -> dict[str, Any]:
    return {
        "family": SANS,
        "color": colour,
        "weight": weight,
        "ha": "center",
        "va": "center",
        "parse_math": False,
    }


def _wide(style: dict[str, Any]) -> dict[str, Any]:
    return style | {"family": SANS}


@contextmanager
def _figure(width: float, height: float) -> "Iterator[Any]":
    """A figure with settings of its own: nobody's rcParams change what is drawn."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings: Any = {"svg.fonttype": "path", "svg.hashsalt": "course", "pdf.fonttype": 42}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        yield Figure(figsize=(width, height))


def _saved(figure: Any, kind: str) -> bytes:
    """Bytes of a figure, without dates or versions in them."""
    empty = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
    none = {"Creator": None, "Producer": None, "CreationDate": None}
    out = BytesIO()
    clear = {"transparent": True} if kind in ("svg", "png") else {}
    figure.savefig(out, format=kind, dpi=100, metadata=empty.get(kind, none), **clear)
    # Comments repeat the words, with < and > escaped.
    picture = out.getvalue()
    return re.sub(rb"<!--.*?-->\n?", b"", picture, flags=re.DOTALL) if kind == "svg" else picture
