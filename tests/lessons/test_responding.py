"""A desk for runbooks, scripted and over an incident, and pictures for 202/02."""

from typing import Any

import pandas as pd
import pyarrow as pa

from course.lessons.responding import (
    LADDER,
    VARIANTS,
    Desk,
    IncidentDesk,
    Variant,
    draw_acts,
    draw_changes,
)


class Journal:
    """An incident that answers queries from a list and writes down what is done to it."""

    now_s = 960

    def __init__(self, *answers: dict[str, float]) -> None:
        self.answers = list(answers)
        self.lines: list[Any] = []
        self.act = self

    def promql(self, query: str) -> pd.DataFrame:
        """Give the next answer, by version where the query asks for it."""
        self.lines.append(query)
        answer = self.answers.pop(0)
        columns = {"service_version": list(answer)} if "by" in query else {}
        return pd.DataFrame({**columns, "value": list(answer.values())})

    def deploys(self) -> pa.Table:
        """Give two deploys of checkout and one of another service."""
        return pa.table(
            {
                "service.name": ["checkout", "checkout", "catalog"],
                "service.version": ["v41", "v42", "v18"],
            }
        )

    def rollback(self, **args: Any) -> None:
        self.lines.append(("rollback", args))

    def deploy(self, **args: Any) -> None:
        self.lines.append(("deploy", args))

    def advance(self, time: str) -> None:
        self.lines.append(("advance", time))

    def note(self, text: str) -> None:
        self.lines.append(("note", text))


def over(journal: Journal) -> IncidentDesk:
    return IncidentDesk(journal, edge="web", route="/checkout", service="checkout")


def test_the_ladder_has_acts_of_both_kinds() -> None:
    """Some rungs can be undone, some not, and some need facts."""
    assert {act["undo"] for act in LADDER} == {True, False}
    assert any(act["needs"] for act in LADDER)
    assert all(0 <= act["stops"] <= 100 and act["minutes"] > 0 for act in LADDER)


def test_a_desk_answers_as_its_variant_says() -> None:
    """Before anything is done its looks are those of the variant."""
    desk = Desk(VARIANTS["no way back"])

    assert desk.error_percent() == 12.0
    assert desk.newest() == "v42"
    assert desk.by_version() == {"v41": (3000, 0), "v42": (1000, 480)}
    assert desk.rollback_safe() is False
    assert desk.acts == []


def test_errors_follow_the_minutes_since_the_rollback() -> None:
    """Each minute has its share, the last one stays, and rolling forward brings the first back."""
    desk = Desk(Variant(errors=9.0, after=[8.0, None, 1.0]))
    desk.wait(30)
    desk.roll_back()
    seen = [desk.error_percent()]
    for seconds in (59, 1, 60, 600):
        desk.wait(seconds)
        seen.append(desk.error_percent())
    desk.roll_forward()

    assert seen == [8.0, 8.0, None, 1.0, 1.0]
    assert desk.error_percent() == 9.0
    assert desk.second == 750
    assert desk.acts == ["roll back", "roll forward"]


def test_what_a_runbook_changes_in_its_copy_does_not_reach_the_desk() -> None:
    """Counts by version are handed out as a copy."""
    desk = Desk(Variant())
    desk.by_version().clear()

    assert desk.by_version() == {"v41": (3000, 0), "v42": (1000, 480)}


def test_a_running_incident_is_asked_in_promql() -> None:
    """Shares come from users' requests, counts from the service's own, whole and by version."""
    journal = Journal({"": 200.0}, {"": 30.0}, {"v42": 99.6, "v41": 300.2}, {"v42": 41.9})
    desk = over(journal)

    assert desk.error_percent() == 15.0
    assert desk.by_version() == {"v41": (300, 0), "v42": (100, 42)}
    assert 'service_name="web",http_route="/checkout"' in journal.lines[0]
    assert 'http_response_status_code=~"5.."' in journal.lines[1]
    assert "sum by (service_version)" in journal.lines[2]


def test_without_requests_there_is_no_share() -> None:
    """No series and no growth both mean: no data."""
    assert over(Journal({}, {})).error_percent() is None
    assert over(Journal({"": 0.0}, {})).error_percent() is None


def test_acts_on_a_running_incident_are_its_own() -> None:
    """Acts, waiting and escalation are lines of the incident's journal."""
    journal = Journal()
    desk = over(journal)
    desk.roll_back()
    desk.wait(60)
    desk.roll_forward()
    desk.escalate("worse")

    assert desk.acts == ["roll back", "roll forward", "escalate: worse"]
    assert journal.lines == [
        ("rollback", {"service": "checkout"}),
        ("advance", "60s"),
        ("deploy", {"service": "checkout", "version": "v42"}),
        ("note", "escalated: worse"),
    ]
    assert desk.second == 960


def test_a_way_back_needs_a_version_before() -> None:
    """With one deploy in the log nobody knows; with two there is one before."""
    journal = Journal()

    assert over(journal).rollback_safe() is True
    assert IncidentDesk(journal, edge="web", route="/", service="catalog").rollback_safe() is None


def test_changes_are_drawn_with_the_onset() -> None:
    """Each change has a mark and its words."""
    axis = draw_changes([(9.0, "deploy gateway"), (12.0, "rotate results-db")], onset=13).axes[0]

    assert {text.get_text() for text in axis.texts} == {
        "deploy gateway",
        "rotate results-db",
        "errors begin",
    }


def test_acts_are_drawn_by_what_they_cost() -> None:
    """Worse than nothing, better and nothing itself have three colours."""
    axis: Any = draw_acts({"nothing": 10, "restart": 12, "roll back": 2}, what="failed").axes[0]

    assert [bar.get_width() for bar in axis.patches] == [10, 12, 2]
    assert len({bar.get_facecolor() for bar in axis.patches}) == 3


def test_a_runbook_in_another_process_may_call_what_a_desk_does() -> None:
    """What crosses to the learner's process is there, and what is judged afterwards is not in it."""
    desk = Desk(Variant())

    assert all(hasattr(desk, name) for name in Desk.__crosses__)
    assert "acts" not in Desk.__crosses__
