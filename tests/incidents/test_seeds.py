"""Whose run it is."""

import getpass

import pytest

from course.incidents import scenario_files
from course.incidents.incident import seed_for
from course.program import load_program


def test_the_grader_s_word_counts_before_the_hub_s_and_the_system_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """COURSE_LEARNER, else JUPYTERHUB_USER, else the system's user."""
    monkeypatch.delenv("COURSE_LEARNER", raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setattr(getpass, "getuser", lambda: "learner-03")
    names = [scenario_files.learner_here()]
    for variable, name in (("JUPYTERHUB_USER", "learner-02"), ("COURSE_LEARNER", "learner-01")):
        monkeypatch.setenv(variable, name)
        names.append(scenario_files.learner_here())

    assert names == ["learner-03", "learner-02", "learner-01"]
    assert scenario_files.learner_is_known()


def test_a_grader_that_knows_nobody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """COURSE_LEARNER set to nothing: a name for the seed there is, but nobody to check it for."""
    monkeypatch.setenv("COURSE_LEARNER", "")
    monkeypatch.setenv("JUPYTERHUB_USER", "learner-02")

    assert (scenario_files.learner_here(), scenario_files.learner_is_known()) == (
        "learner-02",
        False,
    )


def test_a_user_without_a_name_has_a_run_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may run as a number that no password file knows."""

    def nobody() -> str:
        raise OSError("no such user")

    monkeypatch.delenv("COURSE_LEARNER", raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)
    monkeypatch.setattr(getpass, "getuser", nobody)

    assert scenario_files.learner_here() == "learner"


def test_a_seed_follows_from_course_learner_and_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two learners and two scenarios have four runs, each the same every time."""
    own_seeds = {}
    for name in ("learner-01", "learner-02"):
        monkeypatch.setenv("COURSE_LEARNER", name)
        for scenario in ("bad-canary", "retry-storm"):
            own_seeds[name, scenario] = scenario_files.own_seed(scenario)

    key = load_program().course_id.encode()
    assert own_seeds == {pair: seed_for(key, *pair) for pair in own_seeds}
    assert len(set(own_seeds.values())) == 4
