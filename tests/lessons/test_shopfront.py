"""Days in the shop, the two faulty clients, and calls under a fault, by arithmetic and by cases."""

from statistics import mean
from typing import Any

import pytest

from course.lessons.shopfront import (
    ROWS,
    SILENCES,
    SYSTEMS,
    CallEdge,
    CallPlan,
    FilingClient,
    LabelClient,
    call_out,
    checkout,
    day,
    read_settings,
    show_days,
    show_edges,
    try_out,
)

BAD: dict[str, Any] = {"slow": 2.0, "crash": 4.7}
TABLES = {
    "A": """
        edge timeout attempts budget limit
        spelling 60 1 0 20
        index 200 2 0.15 20
        reviews 500 1 0 10
        adverts 90 1 0 20
        billing 300 1 0 20
    """,
    "B": """
        consent 250 2 0.2 20
        avatar 120 1 0 20
        language 80 1 0 20
        presence 600 1 0 11
        sms 300 1 0 20
    """,
}


def total(row: str, **options: Any) -> int:
    """Add up a row of the table over twelve days."""
    return sum(day(seed, **options)[row] for seed in range(12))


def test_nobody_complains_on_a_good_day() -> None:
    """Nothing is lost, nothing is slow, and every row is empty."""
    for silence in SILENCES:
        assert set(day(1, lost=0.0, silence=silence).values()) == {0}


def test_sixteen_are_charged_twice_by_arithmetic() -> None:
    """The first message arrives, its reply is lost, and the second message arrives."""
    by_rule = 200 * 0.9 * 0.1 * 0.9
    assert abs(mean(day(seed)["charged twice"] for seed in range(100)) - by_rule) < 1.5


def test_eighteen_are_told_a_lie_without_retries() -> None:
    """The message arrives, and its reply is lost."""
    told = mean(
        day(seed, silence="give up")["told declined, though charged"] for seed in range(100)
    )
    assert abs(told - 200 * 0.9 * 0.1) < 1.5


@pytest.mark.parametrize("silence", SILENCES[:4])
def test_no_one_line_empties_the_table(silence: str) -> None:
    """Each policy for silence moves the harm to another row."""
    assert sum(total(row, **BAD, silence=silence) for row in ROWS) > 100


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        ("charged twice", {"key": True}),
        ("charged without an order", {"outbox": True}),
        ("told declined, though charged", {"silence": "say so"}),
        ("not in the books", {"outbox": True}),
        ("waited more than 10 s", {"limit": 5.0}),
    ],
)
def test_each_remedy_empties_its_row(row: str, remedy: dict[str, Any]) -> None:
    """And the row is not empty without it."""
    assert (total(row, **BAD) > 0, total(row, **BAD, **remedy)) == (True, 0)


def test_a_limit_turns_some_away_and_all_rows_but_that_are_empty_then() -> None:
    """The last remedy is a choice, not a repair."""
    mended: dict[str, Any] = {"key": True, "outbox": True, "silence": "say so", "limit": 5.0}
    counts = {row: total(row, **BAD, **mended) for row in ROWS}
    assert counts.pop("turned away") > 0
    assert set(counts.values()) == {0}


def test_an_unknown_policy_is_named() -> None:
    """A misspelt policy would otherwise be one that looks up."""
    with pytest.raises(ValueError, match="got 'retry'"):
        day(1, silence="retry")


@pytest.mark.parametrize(
    ("answers", "said", "saved"),
    [([True], "thank you", 1), ([False, True], "thank you", 1), ([False, False], "declined", 0)],
)
def test_the_checkout_as_found_asks_twice(answers: list[bool], said: str, saved: int) -> None:
    """One automatic retry, and silence means no."""
    left, kept = iter(answers), list[None]()
    assert (checkout(lambda: next(left), lambda: kept.append(None)), len(kept)) == (said, saved)


def test_a_table_has_a_dash_where_nobody_complains(capsys: pytest.CaptureFixture[str]) -> None:
    """And else the median with its range."""
    show_days({"good": {"lost": 0.0}, "as found": {}})
    lines = capsys.readouterr().out.splitlines()
    assert [line[:29].strip() for line in lines[1:]] == list(ROWS)
    assert lines[1].split()[-3:] == ["-", "16", "(12-25)"]


def played(client_class: Any, replies: list[Any]) -> tuple[str, list[tuple[str, float]]]:
    """Send one order whose attempts get these replies; None takes all of its patience."""
    now, calls = [0.0], list[tuple[str, float]]()

    def wire(key: str, _order: str, seconds: float) -> Any:
        reply = replies[len(calls)]
        calls.append((key, seconds))
        now[0] += seconds if reply is None else 0.5
        return reply

    return client_class(wire, lambda: now[0]).send("o-7", 3.0), calls


@pytest.mark.parametrize(
    ("client", "busy"), [(LabelClient, {"status": 503}), (FilingClient, "LATER")]
)
def test_both_clients_have_the_same_four_faults(client: Any, busy: object) -> None:
    """A key for each attempt, silence as busy, a patience beyond the deadline, doubt forgotten."""
    outcome, calls = played(client, [None, None, busy])
    assert outcome == "busy"
    assert len({key for key, _ in calls}) == 3
    assert sum(seconds for _, seconds in calls[:2]) > 3.0


@pytest.mark.parametrize(
    ("client", "reply", "outcome"),
    [
        (LabelClient, {"status": 201, "label": "L"}, "done"),
        (LabelClient, {"status": 404}, "refused"),
        (FilingClient, "TAKEN 4711", "done"),
        (FilingClient, "REJECTED year", "refused"),
    ],
)
def test_a_final_answer_ends_it(client: Any, reply: object, outcome: str) -> None:
    """What is right in the clients is right in both."""
    assert played(client, [reply])[0] == outcome
    assert len(played(client, [reply])[1]) == 1


@pytest.mark.parametrize("name", SYSTEMS)
def test_settings_bring_each_system_through(name: str) -> None:
    """95 % good, 85 % whole before, at most 1.2 calls for a first one, nothing twice."""
    for seed in range(5):
        report = try_out(TABLES[name], seed)
        assert (
            report.good >= 0.95,
            report.whole >= 0.85,
            max(report.load.values()) <= 1.2,
            report.twice,
        ) == (True, True, True, 0)


@pytest.mark.parametrize("name", SYSTEMS)
def test_each_system_as_found_loses_half(name: str) -> None:
    """Slow calls hold the workers, retries double the load, and effects come twice."""
    system = SYSTEMS[name]
    found = {
        edge: {"timeout": 2000.0, "attempts": 3.0, "budget": 1.0, "limit": 1000.0}
        for edge in system.edges
    }
    report = call_out(system, found, 0)
    assert report.good < 0.7
    assert max(report.load.values()) > 1.9
    assert report.twice > 0


def test_more_than_thirty_settings_pass_in_each_system() -> None:
    """The task has many answers: here those around one, on one seed."""
    for name, edge, row in (
        ("A", "reviews", "reviews 500 1 0 10"),
        ("B", "presence", "presence 600 1 0 11"),
    ):
        passing = 0
        for timeout in (450, 500, 550, 600):
            for limit in (9, 10, 11, 12):
                for budget in (0.15, 0.2):
                    table = TABLES[name].replace(row, f"{edge} {timeout} 1 {budget} {limit}")
                    report = try_out(table, 11)
                    passing += report.good >= 0.95 and report.whole >= 0.85
        assert passing >= 30


def test_a_run_repeats_itself() -> None:
    """Equal seeds draw equal requests, others do not."""
    system = SYSTEMS["A"]
    settings = read_settings(TABLES["A"], system)
    assert call_out(system, settings, 3) == call_out(system, settings, 3)
    assert call_out(system, settings, 3) != call_out(system, settings, 4)


def test_a_system_without_faults_serves_everybody() -> None:
    """All is good and whole, with one call for each first call."""
    system = CallPlan(rate=10, workers=10, deadline=1000, edges={"one": CallEdge(needed=True)})
    report = call_out(system, read_settings("one 900 3 1 50", system), 1)
    assert (report.good, report.whole, report.load, report.twice) == (1.0, 1.0, {"one": 1.0}, 0)
    assert (
        str(report) == "good 100.0%, whole 100.0%, most calls for a first one 1.00 (one), twice 0"
    )


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("one 900 3 1", "four numbers"),
        ("one 900 3 1 5 6", "four numbers"),
        ("one 900 3 1 5\none 900 3 1 5", "one row for each edge"),
        ("two 900 3 1 5", "one row for each edge"),
        ("one 0 3 1 5", "a timeout"),
        ("one 900 0 1 5", "1 to 10 attempts"),
        ("one 900 2.5 1 5", "1 to 10 attempts"),
        ("one 900 11 1 5", "1 to 10 attempts"),
        ("one 900 3 1.5 5", "a budget from 0 to 1"),
        ("one 900 3 nan 5", "a budget from 0 to 1"),
        ("one 900 3 1 0", "a limit"),
        ("one 900 3 1 inf", "a limit"),
        ("one many 3 1 5", "many"),
        ("", "no row for one"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(table: str, why: str) -> None:
    """The learner reads the sentence."""
    system = CallPlan(rate=10, workers=10, deadline=1000, edges={"one": CallEdge(needed=True)})
    with pytest.raises(ValueError, match=why):
        read_settings(table, system)


def test_a_table_for_no_system_is_refused() -> None:
    """Rows of two systems do not make one."""
    with pytest.raises(ValueError, match="system A, or of system B"):
        try_out("spelling 60 1 0 20\nconsent 250 2 0.2 20", 0)


def test_what_is_known_of_the_edges_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for the system and one for each edge."""
    show_edges("A")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "50 requests a second, 18 workers, users wait 1000 ms"
    assert [line.split()[0] for line in lines[1:]] == list(SYSTEMS["A"].edges)
    assert "must not happen twice" in lines[5]
