"""The plan's dates, drawn: a Gantt chart as one self-contained SVG.

It reads in light and dark themes and aloud; it loads nothing and runs nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from course.program.model import Program
from course.program.teaching import Phase, Task

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WIDTH = 1000
_LEFT, _RIGHT = 210, 24  # room for titles, and after the last week
_TOP = 138  # where the first section begins
_SECTION, _ROW, _BAR = 34, 30, 16
_FOOT = 20
_LABEL = 86  # room that a bar's dates need beside it
_LEAST_WEEK = 44  # narrower weeks are not all named

# Paul Tol's "bright" scheme, told apart by the colour-blind; lighter tints for the dark theme.
_STYLE = """
.gantt{--ground:#fff;--ink:#1c2430;--soft:#5b6675;--line:#d9dee5;--band:#f4f6f8;
--c0:#4477aa;--c1:#228833;--c2:#b8860b;--c3:#aa3377;font-family:system-ui,-apple-system,
"Segoe UI",Roboto,"DejaVu Sans",sans-serif;font-size:13px}
@media (prefers-color-scheme:dark){.gantt{--ground:#14181f;--ink:#e8ecf1;--soft:#a3adba;
--line:#333b47;--band:#1d232c;--c0:#77aadd;--c1:#7fcf8a;--c2:#e6c35c;--c3:#ee99bb}}
.gantt text{fill:var(--ink)}.gantt .soft{fill:var(--soft);font-size:11.5px}
.gantt .head{font-size:20px;font-weight:650}.gantt .name{font-weight:650}
.gantt .ground{fill:var(--ground)}.gantt .band{fill:var(--band)}
.gantt .line{stroke:var(--line);stroke-width:1}.gantt .mid{text-anchor:middle}
.gantt .end{text-anchor:end}
.gantt .c0{fill:var(--c0)}.gantt .c1{fill:var(--c1)}.gantt .c2{fill:var(--c2)}
.gantt .c3{fill:var(--c3)}
""".strip()
_COLOURS = 4


def gantt_svg(program: Program) -> str:
    """Draw the timeline by section, over weeks and phases, as the text of an SVG file."""
    rows = sum(len(section.tasks) for section in program.timeline)
    bottom = _TOP + _SECTION * len(program.timeline) + _ROW * rows
    height = bottom + _FOOT
    heading = f"{program.title}: timeline"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="gantt" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" aria-labelledby="gantt-title gantt-desc" '
        f'lang="{escape(program.language)}">',
        f'<title id="gantt-title">{escape(heading)}</title>',
        f'<desc id="gantt-desc">{escape(described(program))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{height}" rx="6"/>',
        _text(24, 36, heading, "head"),
        _text(24, 58, f"{_long(program.starts)} to {_long(program.ends)}", "soft"),
        *_axis(program, bottom),
        *_sections(program),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def described(program: Program) -> str:
    """Tell the timeline in words: phases with weeks, then tasks with first and last days."""
    phases = "; ".join(f"{p.name}, weeks {p.weeks[0]} to {p.weeks[1]}" for p in program.phases)
    sentences = [f"Phases: {phases}."]
    for section in program.timeline:
        tasks = "; ".join(f"{t.title}, {_long(t.starts)} to {_long(t.ends)}" for t in section.tasks)
        sentences.append(f"{section.name}: {tasks}.")
    return " ".join(sentences)


def _weeks(program: Program) -> int:
    return -((program.starts - program.ends - timedelta(days=1)) // timedelta(weeks=1))


def _x(program: Program, day: date) -> float:
    """Where a day begins."""
    part = (day - program.starts) / timedelta(weeks=_weeks(program))
    return round(_LEFT + part * (_WIDTH - _LEFT - _RIGHT), 1)


def _axis(program: Program, bottom: int) -> Iterator[str]:
    count = _weeks(program)
    width = (_WIDTH - _LEFT - _RIGHT) / count
    step = max(1, -int(-_LEAST_WEEK // width))
    for number in range(1, count + 1, step):
        day = program.starts + timedelta(weeks=number - 1)
        x = _x(program, day)
        yield f'<line class="line" x1="{x}" x2="{x}" y1="{_TOP - 40}" y2="{bottom}"/>'
        name = f"Week {number}" if width * step > 52 else str(number)
        yield _text(x + 4, _TOP - 26, name, "soft")
        yield _text(x + 4, _TOP - 10, _short(day), "soft")
    for phase in program.phases:
        yield from _phase(phase, count)


def _phase(phase: Phase, count: int) -> Iterator[str]:
    first, last = (min(week, count + 1) for week in (phase.weeks[0] - 1, phase.weeks[1]))
    width = (_WIDTH - _LEFT - _RIGHT) / count
    x, length = round(_LEFT + first * width, 1), round((min(last, count) - first) * width, 1)
    if length <= 4:
        return
    yield (
        f'<rect class="band" x="{x + 1:g}" y="{_TOP - 66}" width="{length - 2:g}" '
        'height="22" rx="4"/>'
    )
    yield _text(x + length / 2, _TOP - 51, _fitted(phase.name, length - 10), "soft mid")


def _sections(program: Program) -> Iterator[str]:
    y = _TOP
    for number, section in enumerate(program.timeline):
        colour = f"c{number % _COLOURS}"
        yield (
            f'<rect class="band" x="12" y="{y + 4}" width="{_WIDTH - 24}" '
            f'height="{_SECTION - 8}" rx="4"/>'
        )
        yield (
            f'<rect class="{colour}" x="12" y="{y + 4}" width="5" height="{_SECTION - 8}" rx="2"/>'
        )
        yield _text(26, y + 22, section.name, "name")
        y += _SECTION
        for task in section.tasks:
            yield from _bar(program, task, y, colour)
            y += _ROW


def _bar(program: Program, task: Task, y: int, colour: str) -> Iterator[str]:
    left, right = _x(program, task.starts), _x(program, task.ends + timedelta(days=1))
    middle = y + _ROW // 2
    dates = _span(task.starts, task.ends)
    yield _text(26, middle + 4, _fitted(task.title, _LEFT - 36), "")
    yield (
        f'<rect class="{colour}" x="{left}" y="{middle - _BAR // 2}" '
        f'width="{max(right - left, 2):.1f}" height="{_BAR}" rx="4">'
        f"<title>{escape(f'{task.title}: {dates}')}</title></rect>"
    )
    if right + _LABEL < _WIDTH:
        yield _text(right + 7, middle + 4, dates, "soft")
    else:
        yield _text(left - 7, middle + 4, dates, "soft end")


def _text(x: float, y: float, words: str, kind: str) -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<text{marked} x="{x:g}" y="{y:g}">{escape(words)}</text>'


def _fitted(words: str, width: float) -> str:
    """Cut words to a width, taking 6.6 for a letter's."""
    most = max(int(width / 6.6), 1)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _short(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _long(day: date) -> str:
    return f"{_short(day)} {day.year}"


def _span(first: date, last: date) -> str:
    if first == last:
        return _short(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\N{EN DASH}{_short(last)}"
    return f"{_short(first)} \N{EN DASH} {_short(last)}"
