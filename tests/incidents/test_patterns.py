"""Acts that take a cause away: the last one on a target counts, lists, absences, and how often."""

from typing import Any

import pytest

from course.incidents.act_effects import fits, removed
from course.incidents.replayed_run import Act
from course.incidents.scenario import Pattern
from tests.incidents.runs import run


def act(t: int, verb: str, **args: Any) -> Act:
    return Act(t_s=t, done_s=t + 10, verb=verb, args=args)


def after(acts: list[Act], *patterns: Pattern) -> bool:
    """Whether an alternative of these patterns counts as done by these acts."""
    base = run()
    truth = base.scenario.truth.model_copy(update={"removed_by": (patterns,)})
    scenario = base.scenario.model_copy(update={"truth": truth})
    return removed(type(base)(**{**vars(base), "acts": tuple(acts), "scenario": scenario}))


OFF = Pattern(verb="set_flag", args={"flag": "new", "on": False})
LESS = Pattern(verb="set_flag", args={"flag": "new"}, lacks={"tenants": "ouse"})
TWICE = Pattern(verb="quarantine", args={"queue": "jobs", "partition": 2}, times=2)
KEYED = Pattern(verb="set_cache", args={"cache": "pages", "by_tenant": True})
BACK = Pattern(verb="rollback", args={"service": "api", "version": ["", "v1"]})


@pytest.mark.parametrize(
    ("acts", "patterns", "gone"),
    [
        ([act(800, "set_flag", flag="new", on=False)], (OFF,), True),
        ([act(700, "set_flag", flag="new", on=False)], (OFF,), False),
        ([act(800, "set_flag", flag="old", on=False)], (OFF,), False),
        (
            [act(800, "set_flag", flag="new", on=False), act(900, "set_flag", flag="new", on=True)],
            (OFF,),
            False,
        ),
        (
            [act(800, "set_flag", flag="new", on=False), act(900, "set_flag", flag="old", on=True)],
            (OFF,),
            True,
        ),
        ([act(800, "set_flag", flag="new", tenants=["aire"])], (LESS,), True),
        ([act(800, "set_flag", flag="new", tenants=["aire", "ouse"])], (LESS,), False),
        ([act(800, "set_flag", flag="new", on=True)], (LESS,), False),
        ([act(800, "quarantine", queue="jobs", partition=2)], (TWICE,), False),
        ([act(t, "quarantine", queue="jobs", partition=2) for t in (800, 900)], (TWICE,), True),
        (
            [
                act(800, "set_cache", cache="pages", by_tenant=True),
                act(900, "set_cache", cache="pages", on=True),
            ],
            (KEYED,),
            True,
        ),
        (
            [
                act(800, "set_cache", cache="pages", by_tenant=True),
                act(900, "set_cache", cache="pages", by_tenant=False),
            ],
            (KEYED,),
            False,
        ),
        ([act(900, "set_cache", cache="pages", on=True)], (KEYED,), False),
        ([act(800, "rollback", service="api")], (BACK,), True),
        ([act(800, "rollback", service="api", version="v1")], (BACK,), True),
        ([act(800, "rollback", service="api", version="v0")], (BACK,), False),
        (
            [act(800, "rollback", service="api"), act(900, "deploy", service="api", version="v2")],
            (BACK,),
            False,
        ),
        ([act(800, "rollback", service="api")], (BACK, OFF), False),
        (
            [act(800, "rollback", service="api"), act(810, "set_flag", flag="new", on=False)],
            (BACK, OFF),
            True,
        ),
        ([], (BACK,), False),
    ],
)
def test_what_takes_a_cause_away(
    acts: list[Act], patterns: tuple[Pattern, ...], gone: bool
) -> None:
    """After the onset at 720, and not undone."""
    assert after(acts, *patterns) == gone


def test_an_absent_argument_is_the_empty_text() -> None:
    """Also where a journal says null."""
    assert fits({"slot": ["", 7]}, {})
    assert fits({"slot": ["", 7]}, {"slot": None})
    assert fits({"slot": ["", 7]}, {"slot": 7})
    assert not fits({"slot": ["", 7]}, {"slot": 6})
