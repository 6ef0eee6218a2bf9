"""Written feedback: what is said follows from the run, and each sentence has its evidence."""

import re

from course.incidents.feedback import GUESS, Feedback, feedback
from course.incidents.replayed_run import replay
from course.incidents.scenario_files import load_scenario
from course.incidents.scoring import score
from tests.incidents.no_look_players import constant, shotgun
from tests.incidents.runs import DECLARE, LOOK, NAMED, ORACLE, ROLLBACK, Line, post, run


def written(*lines: Line) -> Feedback:
    played = run(*lines)
    return feedback(played, score(played))


def test_every_sentence_has_evidence() -> None:
    """A time, a number, or what was done: something that can be looked up."""
    for lines in ((), (DECLARE,), (DECLARE, ROLLBACK), ORACLE):
        report = written(*lines)
        for remark in (*report.strengths, *report.improvements, *report.recommendations):
            assert len(remark.evidence) > 10
            assert remark.words.endswith(".")
            assert len(report.improvements) <= 4


def test_the_oracle_has_strengths_and_nothing_to_improve() -> None:
    """And the lesson of the scenario."""
    report = written(*ORACLE)
    assert len(report.strengths) == 4
    assert report.improvements == ()
    assert "Correlate with change first" in report.recommendations[0].words
    spared = next(r.evidence for r in report.strengths if "harm" in r.evidence)
    assert re.fullmatch(r"harm 398; with nobody acting 2941, at best 398", spared)


def test_an_unattended_run_is_told_what_was_missed() -> None:
    """The weightiest first: detection, then where it was."""
    report = written()
    assert report.strengths == ()
    assert report.improvements[0].evidence == (
        "users were hurt from 14:12:45 on; you never declared an incident"
    )
    assert report.improvements[1].words == "Write down what you think is wrong, and where."


def test_an_act_that_made_it_worse_is_named_with_what_it_did() -> None:
    """With its time, and the share of bad requests before and after."""
    report = written(DECLARE, (960, "act.deploy", {"service": "checkout", "version": "v42"}))
    worst = report.improvements[0]
    assert worst.words == "You rolled the broken version out further."
    pattern = (
        r"at 14:16 you did deploy\(service=checkout, version=v42\); "
        r"bad requests went from (\d+\.\d) % to (\d+\.\d) %"
    )
    match = re.match(pattern, worst.evidence)
    assert match is not None
    assert float(match[2]) > 2 * float(match[1])


def test_posts_are_judged_by_what_was_so() -> None:
    """The size that was measured stands beside the one that was said."""
    report = written(
        DECLARE, NAMED, ROLLBACK, post(980, affected_percent=90, components=["Catalogue"])
    )
    evidence = {r.words: r.evidence for r in report.improvements}
    sizes = [e for w, e in evidence.items() if w.startswith("State how many")]
    assert re.match(r"at 14:16:20: \d+ % of all requests failed", sizes[0])
    assert "at 14:16:20: affected were Checkout" in evidence.values()


def test_each_act_is_told_with_what_it_did() -> None:
    """By time of day, with the harm of the same run without it."""
    blind = (950, "act.restart", {"service": "catalog", "slot": 0})
    told = written(*ORACLE[:3], blind, *ORACLE[3:]).acts
    assert [line.split(";")[0] for line in told] == [
        "14:15:50 restart(service=catalog, slot=0): no difference",
        "14:16 rollback(service=checkout): helped",
    ]
    assert re.fullmatch(r".*harm would have been \d+ more \(\d+% of nobody acting\)", told[1])
    idle = written(*ORACLE[:3], blind, *ORACLE[3:]).improvements[0]
    assert idle.words == "Leave alone what is not broken: this act changed nothing for users."
    guessed = written(*ORACLE[1:]).improvements
    assert [r.evidence.split("; ")[-1] for r in guessed[:2]] == [GUESS, GUESS]


def test_the_timeline_has_truth_and_doing_in_one_order() -> None:
    """By time of day; what began, what was said and done, what became of it."""
    timeline = written(*ORACLE).timeline
    assert timeline[0] == "14:12 it began: deploy"
    assert "14:17 the objective is met again" in timeline
    assert [line.split()[0] for line in timeline] == sorted(line.split()[0] for line in timeline)


def test_a_stale_runbook_that_was_read_is_to_be_mended() -> None:
    """Learners are told after the end, not before."""
    report = written(LOOK, (800, "runbook", {"name": "payment"}), *ORACLE[1:])
    assert any("'payment' is out of date" in r.evidence for r in report.recommendations)


def test_nothing_wrong_is_told_where_something_was() -> None:
    """What was said stands without a component that nobody named."""
    said: Line = (940, "hypothesis", {"components": [], "cause": "nothing wrong"})
    report = written(LOOK, said, (960, "close", {}))
    evidence = [remark.evidence for remark in report.improvements]
    assert any("at 14:15:40 you said: nothing wrong; it was checkout" in line for line in evidence)
    assert "14:15:40 you said: nothing wrong" in report.timeline


def test_where_nothing_is_wrong_calm_is_praised_and_acts_are_not() -> None:
    """A sentence for each phase, and the lesson of the case."""
    family = "shop-evening"
    drawn = (load_scenario(family, seed=seed) for seed in range(400))
    scenario = next(one for one in drawn if one.quiet)
    for player in (constant(scenario, looks=True), shotgun(scenario)):
        played = replay(player.journal(scenario), scenario)
        report = feedback(played, score(played))
        told = [remark.words for remark in (*report.strengths, *report.improvements)]
        assert len(told) == 4
        assert report.recommendations[-1].evidence == "nothing wrong"
        assert not any("it began" in line for line in report.timeline)
        assert ("Leave alone what is well: each act is a risk." in told) == bool(played.acts)
