"""The proof of a scenario: the committed ones hold, and one that is spoilt in a way is found out."""

import pytest

from course.incidents.lint import check, lint
from course.incidents.scenario_files import load_scenario, read_scenario, scenario_names
from tests.incidents.runs import NAME
from tests.incidents.test_scenario_files import TEXT


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_teaches_what_it_says(name: str) -> None:
    """With one seed each; `course incident lint` takes twenty."""
    checked = check(load_scenario(name, seed=3), 3)
    assert checked.problems == ()
    assert checked.oracle <= checked.nothing


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("p = 0.6, otherwise", "p = 0.0, otherwise", "nothing: expected a breach of the objective"),
        (
            'verb = "act.rollback"\nargs = { service = "checkout" }',
            'verb = "act.rollback"\nargs = { service = "catalog" }',
            "oracle: expected that the objective is met again",
        ),
        (
            'name = "restart-checkout"',
            'worse_than_nothing = true\nname = "restart-checkout"',
            "tempting.restart-checkout: expected more harm than doing nothing",
        ),
        (
            'cause = "bad release"\ntrigger',
            'cause = "slow query"\ntrigger',
            "solver: expected slow query, got bad release",
        ),
        ("above = 0.04, over", "above = 0.0, over", "nothing: expected that an alert fires"),
        ('detect = "4m"', 'detect = "30s"', "par.detect: expected the first alert"),
        ("target = 0.97 }, { sources", "target = 0.9999 }, { sources", ""),
    ],
)
def test_a_spoilt_scenario_is_found_out(old: str, new: str, problem: str) -> None:
    """Each check of the proof can fail."""
    assert old in TEXT
    if "above = 0.0" in new:  # an alert that can never hold
        new = new.replace("above = 0.0", "above = 1.0")
    checked = check(read_scenario(TEXT.replace(old, new).encode(), NAME), 5)
    assert (checked.problems == ()) == (problem == "")
    assert problem == "" or any(line.startswith(problem) for line in checked.problems)


def test_a_twin_that_is_not_quiet_is_found_out() -> None:
    """The red herring must not do what the fault does."""
    noisy = TEXT.replace(
        'args = { service = "catalog", version = "v18", how = "rolling" }',
        'args = { service = "checkout", version = "v42", how = "rolling" }',
    )
    problems = check(read_scenario(noisy.encode(), NAME), 5).problems
    assert "twin: expected that the objective is met without the fault" in problems
    assert "twin: expected no alert, got CheckoutErrors" in problems


def test_a_report_names_the_seeds() -> None:
    """What is wrong for which seeds; all runs are in it as data."""
    ticks: list[str] = []
    report = lint([NAME], seeds=2, processes=1, tick=ticks.append)[0]
    assert (report.scenario, report.seeds, report.problems) == (NAME, 2, ())
    assert ticks == [NAME, NAME]
    assert [run["seed"] for run in report.data()["runs"]] == [0, 1]
    assert report.runs[0].points == pytest.approx(92)
