import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex

from course.lessons.postmortem import (
    FACTORS,
    JOURNAL,
    LIMIT,
    ROWS,
    VERMILION,
    by_minute,
    clock,
    draw_harm,
    draw_impact,
    harm,
)

mpl.use("Agg")


def test_the_incident_has_a_blip_a_gap_and_a_lull() -> None:
    """What makes its window hard to read is in the data."""
    shares = {minute: failed / all_ for minute, (all_, failed) in by_minute(ROWS).items()}
    bad = {minute for minute, share in shares.items() if share > LIMIT}
    assert {12, 13} & set(shares) == set()
    assert {-5, 60} < bad
    assert not {40, 41} & bad
    assert {3, 39, 42, 51} < bad
    assert not {-6, 2, 52, 61} & bad


def test_the_journal_is_in_order_and_resolves_twice() -> None:
    """The first resolve was too early, and a reopen says so."""
    minutes = [entry["minute"] for entry in JOURNAL]
    assert minutes == sorted(minutes)
    kinds = [entry["kind"] for entry in JOURNAL]
    assert kinds.count("resolve") == 2
    assert kinds.index("reopen") > kinds.index("resolve")


def test_a_minute_has_a_time_of_day() -> None:
    """Minutes count from 14:00, before and after it."""
    assert [clock(minute) for minute in (-15, 0, 2, 66)] == ["13:45", "14:00", "14:02", "15:06"]


def test_three_factors_alone_would_have_halved_the_harm() -> None:
    """The leak, the shared pool and the release to all at once; the others help less."""
    whole = harm()
    assert [name for name in FACTORS if 2 * harm(name) <= whole] == ["leak", "pool", "all at once"]
    assert all(harm(name) < whole for name in FACTORS)


def test_the_figure_of_impact_has_a_bar_for_each_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars are as high as the share in percent; orange where it is above the limit."""
    monkeypatch.setattr(plt, "show", lambda: None)
    draw_impact(ROWS, (8, 66))
    (axes,) = plt.gcf().axes
    band, *bars = axes.patches
    assert (band.get_x(), band.get_width()) == (8, 58)
    shares = {minute: failed / all_ for minute, (all_, failed) in by_minute(ROWS).items()}
    assert [bar.get_x() for bar in bars] == list(shares)
    heights = [100 * share for share in shares.values()]
    assert [bar.get_height() for bar in bars] == pytest.approx(heights)
    orange = [to_hex(bar.get_facecolor()).upper() == VERMILION for bar in bars]
    assert orange == [share > LIMIT for share in shares.values()]
    plt.close("all")


def test_the_figure_of_harm_has_a_bar_for_each_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """First the harm as it was, then without each factor; the line stands at half of it."""
    monkeypatch.setattr(plt, "show", lambda: None)
    draw_harm(list(FACTORS))
    (axes,) = plt.gcf().axes
    assert [bar.get_width() for bar in axes.patches] == [harm(), *(harm(name) for name in FACTORS)]
    values = [harm(), *(harm(name) for name in FACTORS)]
    assert [text.get_text() for text in axes.texts] == [f"{value:,}" for value in values]
    assert list(axes.lines[0].get_xdata()) == [harm() / 2] * 2
    plt.close("all")
