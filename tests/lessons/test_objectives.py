import subprocess
from collections import Counter
from pathlib import Path
from shutil import which

import numpy as np
import pytest

from course.lessons.objectives import (
    BUDGET,
    HOURS,
    MINUTES,
    LabelledEvent,
    Month,
    Rule,
    Scrapes,
    afternoon,
    alert_table,
    alerts,
    counter,
    draw_alerts,
    draw_budgets,
    draw_chain,
    inherited,
    labelled_months,
    lost,
    measure,
    month_of_days,
    pages_a_week,
    practice_runs,
    resample,
    rings,
    rules_yaml,
)


def test_the_afternoon_has_the_lines_that_three_people_read_three_ways() -> None:
    """All lines, learners' lines, and what hurt them are as many as the notebook says."""
    log = afternoon()
    learners = [row for row in log if row["who"] == "learner"]
    status = Counter(row["status"] for row in learners)
    slow = sum(row["seconds"] > 2 and row["status"] == 200 for row in learners)
    assert (len(log), len(learners), slow) == (8803, 6003, 40)
    assert (status[500], status[0], status[499]) == (4, 44, 45)
    assert log == afternoon()


def test_a_browser_that_tries_again_keeps_its_click() -> None:
    """Fourteen presses failed once and then went well, ten failed three times."""
    tries: dict[int, list[int]] = {}
    for row in afternoon():
        tries.setdefault(row["click"], []).append(row["status"])
    several = Counter(tuple(sorted(one)) for one in tries.values() if len(one) > 1)
    assert several == {(0, 200): 14, (0, 0, 0): 10}


def test_a_month_has_calm_weekends_and_the_same_days_for_a_seed() -> None:
    """Weekends have under half of a weekday's requests, and most months keep their budget."""
    days = month_of_days(8)
    assert (len(days), days == month_of_days(8), days == month_of_days(9)) == (30, True, False)
    weekends = [days[day][0] for day in range(30) if day % 7 > 4]
    assert max(weekends) < 0.5 * sum(HOURS) < min(days[day][0] for day in range(5))
    overspent = [
        sum(bad for _, bad in one) > 0.001 * sum(requests for requests, _ in one)
        for one in map(month_of_days, range(12))
    ]
    assert sum(overspent) == 2


def test_a_future_holds_days_that_were_seen() -> None:
    """As many futures as are asked for, of 30 days each, the same for a seed."""
    futures = resample([0.25, 0.5], seed=3, many=5)
    assert [len(future) for future in futures] == [30] * 5
    assert {share for future in futures for share in future} == {0.25, 0.5}
    assert (futures == resample([0.25, 0.5], 3, many=5), len(resample([0.25], 1))) == (True, 200)


def test_pictures_are_shown_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Each drawing ends as one picture, also that of a month that is overspent."""
    draw_budgets([[0.5, -0.2], [0.9, 0.8]], "two months")
    draw_chain(3)
    assert capsys.readouterr().out.count("Image object") == 2


def hour(long: int, short: int, burn: float, severity: str = "page", least: int = 0) -> Rule:
    return {"long": long, "short": short, "burn": burn, "severity": severity, "least": least}


WORKBOOK = [hour(60, 5, 14.4, least=500), hour(360, 30, 6, least=1000)]


def even(requests: int, bad: dict[int, int], *events: LabelledEvent) -> Month:
    """A month of as many requests each minute, and bad ones in some."""
    counts = np.full(MINUTES, requests)
    failing = np.zeros(MINUTES, dtype=np.int64)
    for minute, many in bad.items():
        failing[minute] = many
    return Month("one", counts, failing, events)


def test_labelled_months_have_all_events_and_cannot_be_changed() -> None:
    """Ten events matter in each month, events do not overlap, and the same seed gives the same."""
    for seed in range(6):
        months = labelled_months(seed)
        assert Counter(event.kind for month in months for event in month.events) == {
            "outage": 3,
            "steady": 3,
            "flap": 2,
            "leak": 2,
            "blip": 9,
            "spike": 5,
            "night": 4,
            "gap": 2,
        }
        for month in months:
            ends = [0, *(event.end for event in month.events)]
            gaps = [event.begin - end for event, end in zip(month.events, ends, strict=False)]
            assert min(gaps, default=0) >= 0 and ends[-1] <= MINUTES
            assert bool((month.bad <= month.requests).all())
    with pytest.raises(ValueError, match="read-only"):
        labelled_months(5)[0].bad[0] = 7


def test_events_that_matter_spend_three_per_cent_and_no_other_does() -> None:
    """Nothing is labelled that spends between 1 and 3 % of its month's budget."""
    for seed in range(4):
        for month in labelled_months(seed):
            budget = BUDGET * month.requests.sum()
            for event in month.events:
                spent = month.bad[event.begin : event.end].sum() / budget
                assert spent > 0.03 if event.matters else spent < 0.01, (month.name, event)


def test_a_gap_is_scraped_at_once_when_it_ends() -> None:
    """No request is seen in the gap, and all of them in the minute after it."""
    status = next(month for month in labelled_months(0) if month.name == "status page")
    gap = next(event for event in status.events if event.kind == "gap")
    assert status.requests[gap.begin : gap.end].sum() == 0
    assert status.requests[gap.end] > 10 * status.requests[gap.end + 1]


def test_a_rule_fires_while_both_of_its_windows_burn() -> None:
    """The long window must be full enough of failures, and the short one ends the alert."""
    outage = even(10, dict.fromkeys(range(1000, 1030), 10), LabelledEvent("outage", 1000, 1030))
    assert alerts(hour(60, 5, 14.4), outage) == [(1000, 1034)]
    assert alerts(hour(60, 60, 14.4), outage) == [(1000, 1089)]
    assert alerts(hour(60, 5, 200), outage) == [(1012, 1033)]
    assert alerts(hour(60, 5, 14.4, least=601), outage) == []
    assert alerts(hour(60, 5, 14.4, least=600), outage) == [(1000, 1034)]


def test_windows_before_the_first_minute_hold_what_there_is() -> None:
    """A window that reaches back beyond the begin counts from the begin; one may be the month."""
    month = even(2, {0: 1})
    assert [month.last(5)[0][at] for at in (0, 3, 4, 5)] == [2, 8, 10, 10]
    assert [month.last(5)[1][at] for at in (0, 4, 5)] == [1, 1, 0]
    assert [int(month.last(MINUTES)[1][at]) for at in (0, MINUTES - 1)] == [1, 1]


def test_four_numbers_of_a_rule() -> None:
    """Precision is of alerts, recall of events, and times run from begin and end of an event."""
    bad = dict.fromkeys(range(1000, 1030), 10) | dict.fromkeys(range(5000, 5010), 10)
    month = even(
        10, bad, LabelledEvent("outage", 1000, 1030), LabelledEvent("leak", 20_000, 22_880)
    )
    got = measure([hour(60, 5, 14.4)], [month])
    assert got == {
        "precision": 0.5,
        "recall": 0.5,
        "outage": 1,
        "steady": 0,
        "reset": 4,
        "false": {"one": 1},
    }
    silent = measure([hour(60, 5, 900, least=10**9)], [month])
    assert (silent["precision"], silent["outage"], silent["false"]) == (0.0, None, {})


def test_a_ticket_has_neither_a_detection_time_nor_a_reset_time() -> None:
    """It finds an event, but nobody was paged."""
    month = even(10, dict.fromkeys(range(1000, 1030), 10), LabelledEvent("outage", 1000, 1030))
    got = measure([hour(60, 60, 14.4, "ticket")], [month])
    assert (got["recall"], got["outage"], got["reset"]) == (1.0, None, 0)


def test_the_workbooks_rules_keep_the_bounds_of_the_exercise_in_ten_months() -> None:
    """Three rules with floors do, and leaving one out or all floors does not."""
    ticket = hour(4320, 360, 1, "ticket", 5000)
    for seed in range(10):
        months = labelled_months(seed)
        got = measure([*WORKBOOK, ticket], months)
        kept = got["precision"] >= 0.8 and got["recall"] >= 0.9
        assert (kept, got["outage"] <= 3, got["steady"] <= 30) == (True, True, True), seed
        assert got["reset"] <= 35
        assert measure(WORKBOOK, months)["recall"] <= 0.9


@pytest.mark.skipif(which("promtool") is None, reason="needs Debian's package prometheus")
def test_promtool_accepts_the_rules(tmp_path: Path) -> None:
    """Prometheus' own check finds all rules and no fault."""
    (tmp_path / "rules.yaml").write_text(rules_yaml(WORKBOOK), encoding="utf-8")
    run = subprocess.run(
        ["promtool", "check", "rules", "rules.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SUCCESS: 2 rules found" in run.stdout, run.stdout + run.stderr


def test_the_printed_rules_ring_in_an_hour_that_burns() -> None:
    """What is printed as YAML is PromQL that our evaluator answers as the rule means it."""
    expr = rules_yaml([hour(30, 5, 14.4, least=100)]).partition('expr: "')[2].partition('"')[0]
    busy = {'http_requests_total{code="200"}': counter((60, 100))}
    fails = {'http_requests_total{code="500"}': counter((40, 0), (20, 50))}
    calm = {'http_requests_total{code="500"}': counter((60, 0))}
    assert (rings(expr, Scrapes(busy | fails))[0], rings(expr, Scrapes(busy | calm))) == (41, [])


def test_a_counter_has_a_sample_a_minute_or_none() -> None:
    """Parts follow one another, and a part without growth has no samples."""
    assert counter((2, 3), (1, None), (2, 0), start=1) == [4, 7, None, 7, 7]


def test_scrapes_ring_where_a_rule_returns_anything() -> None:
    """Minutes are counted from 1 to 60, and a series that is gone is absent from then on."""
    hour_of = Scrapes({'up{job="a"}': counter((30, 0), (30, None), start=1)})
    assert rings('absent(up{job="a"})', hour_of) == list(range(31, 61))
    assert rings('up{job="a"} == 1', hour_of, first=28) == [28, 29, 30]
    assert (rings("up == 0", hour_of), len(rings("vector(1)", hour_of))) == ([], 41)


def test_the_silent_rules_are_silent_in_practice() -> None:
    """Each hour of practice that breaks something is one that the given rule misses."""
    given = {
        "rejected": "increase(rejected_total[5m]) > 0",
        "share": "sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1",
        "instances": "avg(rate(errors_total[5m]) / rate(requests_total[5m])) > 0.05",
        "deploy": 'sum(rate(requests_total{code="500"}[5m])) / sum(rate(requests_total[5m])) > 0.05',
    }
    runs = practice_runs()
    missed = {name: rings(given[name], broken) for name, (broken, _) in runs.items()}
    assert missed == {name: [] for name in given}


def test_the_inherited_alerts_are_two_parts_with_their_incidents() -> None:
    """Names are unique, what an alert fires with is in its part, and paging for all loses none."""
    parts = [inherited(1), inherited(2)]
    assert [len(part) for part in parts] == [12, 16]
    for part in parts:
        names = {row["name"] for row in part}
        assert len(names) == len(part)
        assert {row["with"] for row in part} <= names | {""}
        everything = dict.fromkeys(names, "page")
        assert (lost(everything, part), pages_a_week(everything, part) > 10) == ([], True)
        assert alert_table(part).count("\n") == len(part)


def test_a_ticket_announces_only_what_can_wait_until_it_is_read() -> None:
    """The disk that is full in four hours is lost by a ticket, the certificate is not."""
    rows = inherited(2)
    tickets = {row["name"]: "ticket" for row in rows}
    missing = lost(tickets, rows)
    assert ("disk full at four" in missing, "certificate" in missing) == (True, False)
    assert pages_a_week({"ZoneDown": "page"}, rows) == 3 / 52


def test_alerts_are_drawn_over_their_events(capsys: pytest.CaptureFixture[str]) -> None:
    """One picture has the events and a row for each rule."""
    draw_alerts({"one": WORKBOOK[0], "two": WORKBOOK[1]}, labelled_months(0)[0], 0, 20_000)
    assert capsys.readouterr().out.count("Image object") == 1
