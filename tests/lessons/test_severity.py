"""A severity policy, counted requests of a route, and pictures for 202/01."""

from math import isnan
from types import SimpleNamespace
from typing import Any

import numpy as np

from course.lessons.severity import (
    HATS,
    POLICY,
    RULES,
    draw_costs,
    draw_hats,
    draw_log,
    draw_windows,
    requests,
    share,
)

SAMPLES = [(60, 100, 0), (120, 100, 10), (180, 0, 0)]


def metrics(rows: dict[str, list[float]]) -> Any:
    """Metrics that hold one counter by status, scraped every 15 s from second 0."""
    family = SimpleNamespace(
        values=np.array(list(rows.values())),
        times_ms=np.arange(len(next(iter(rows.values())))) * 15_000 + 1_000_000,
        all_labels=lambda: [{"http_response_status_code": status} for status in rows],
    )
    return SimpleNamespace(select=lambda *_name, **_labels: family)


def test_policy_and_rules_have_what_the_exercises_say() -> None:
    """Rows have a severity and conditions of the three kinds, rules two windows, hats the lead."""
    kinds = {type(wanted) for row in POLICY for wanted in row["when"].values()}

    assert kinds == {bool, int, list}
    assert min(row["severity"] for row in POLICY) == 1
    assert all(rule["long_s"] > rule["short_s"] and rule["least"] >= 1 for rule in RULES)
    assert HATS[0] == "ic"


def test_requests_are_counted_by_scrape() -> None:
    """Growth between scrapes counts, and what was answered with 5xx counts as bad."""
    seen = metrics({"200": [0, 100, 220, 220], "500": [0, 0, 3, 4], "404": [0, 1, 1, 2]})

    assert requests(seen, "web", "/checkout", 1_000_000) == [
        (15, 101, 0),
        (30, 123, 3),
        (45, 2, 1),
    ]


def test_a_counter_that_begins_late_or_anew_does_no_harm() -> None:
    """Before its first sample a counter is 0, and a restart is no negative count."""
    nan = float("nan")
    seen = metrics({"200": [5, 10, 2, 6], "503": [nan, nan, 2, 3]})

    assert requests(seen, "web", "/checkout", 1_000_000) == [(15, 5, 0), (30, 2, 2), (45, 5, 1)]


def test_a_share_is_that_of_its_window() -> None:
    """A window is open at its left, and one without requests has no share."""
    assert share(SAMPLES, 120, 60) == 0.1
    assert share(SAMPLES, 120, 61) == 0.05
    assert isnan(share(SAMPLES, 180, 60))


def test_windows_are_drawn_with_their_limit_and_moments() -> None:
    """One line a window, one for the limit, one for each named moment."""
    axis = draw_windows(
        SAMPLES, windows_s=(60, 120), limit=0.01, marks={"begin": 60, "end": 120}, from_s=60
    ).axes[0]

    assert len(axis.lines) == 5
    assert {text.get_text().strip() for text in axis.texts} == {"limit 1 %", "begin", "end"}


def test_costs_are_drawn_as_bars() -> None:
    """Each waiting time has a bar with its number."""
    axis: Any = draw_costs({0: 188, 15: 1784}).axes[0]

    assert [bar.get_height() for bar in axis.patches] == [188, 1784]
    assert [text.get_text() for text in axis.texts] == ["188", "1784"]


def test_a_log_is_drawn_by_person() -> None:
    """Each person has a lane, each line a mark and its words."""
    log = [
        {"t": 0, "who": "amber", "does": "take", "hat": "ic"},
        {"t": 60, "who": "amber", "does": "offer", "hat": "ops", "to": "blue"},
        {"t": 90, "who": "blue", "does": "drop", "hat": "ops"},
    ]

    axis = draw_log(log).axes[0]

    assert [label.get_text() for label in axis.get_yticklabels()] == ["amber", "blue"]
    assert [text.get_text() for text in axis.texts] == [
        "takes ic",
        "offers ops to blue",
        "drops ops",
    ]


def test_hats_are_drawn_by_who_answers() -> None:
    """Each span is a bar with a name, and a gap says so."""
    axis: Any = draw_hats(
        {"ic": [(0, 60, "amber"), (60, 120, None)], "ops": [(0, 120, "blue")]}
    ).axes[0]

    assert [text.get_text() for text in axis.texts] == ["amber", "nobody", "blue"]
    assert [bar.get_width() for bar in axis.patches] == [1, 1, 2]
