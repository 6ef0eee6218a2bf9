"""What words of a post are taken for: sizes, promises, internals, and what was true when."""

import json
from typing import Any

import pytest

from course.errors import ScenarioError, SubmissionError
from course.incidents.incident import Incident
from course.incidents.journal import parse
from course.incidents.post_rules import COUNT, ETA, PERCENT, public_posts, stages, status_fits
from course.incidents.replayed_run import replay
from course.incidents.scenario_files import load_scenario
from tests.incidents.runs import CLOSING, DECLARE, NAMED, ROLLBACK, post, run


@pytest.mark.parametrize(
    ("words", "percents", "counts"),
    [
        ("About 15 % of purchases fail.", ["15"], []),
        ("15% or 2.5 percent", ["15", "2.5"], []),
        ("1,200 accounts and 37 of our users", [], ["1,200", "37"]),
        ("37 users, 4 records", [], ["37", "4"]),
        ("Since 14:12 results do not appear.", [], []),
        ("Since 14:12:30 one account could read.", [], []),
        ("Two customers wrote.", [], []),
        ("", [], []),
    ],
)
def test_sizes_are_read_from_words(words: str, percents: list[str], counts: list[str]) -> None:
    """Percent and counts of things; the minutes of a time are none."""
    assert (PERCENT.findall(words), [m[1] for m in COUNT.finditer(words)]) == (percents, counts)


@pytest.mark.parametrize(
    ("words", "promised"),
    [
        ("It will be fixed in 20 minutes.", True),
        ("ETA 15:00", True),
        ("Everything should be back within an hour.", True),
        ("It will be resolved soon.", True),
        ("We expect it to be working by noon.", True),
        ("Back in about ten minutes.", True),
        ("We will have it fixed in less than an hour.", True),
        ("Restored within the next few minutes.", True),
        ("It should be restored within minutes.", True),
        ("This will be over soon.", True),
        ("We are back in the office by Monday.", False),
        ("Our next update is in 20 minutes.", False),
        ("We are mending it.", False),
        ("It was fixed at 14:17.", False),
        ("The beta program is not concerned.", False),
    ],
)
def test_a_promised_end_is_found(words: str, promised: bool) -> None:
    """When it will be over is not promised; when one will speak again is."""
    assert bool(ETA.search(words)) == promised


def test_what_was_true_when() -> None:
    """Unknown, known at 940, acted at 960, held for three minutes of scrapes at 1185."""
    played = run(DECLARE, NAMED, ROLLBACK)
    assert [stages(played, t) for t in (930, 940, 960, 1184, 1185)] == [
        {0},
        {1},
        {1, 2},
        {1, 2},
        {2, 3},
    ]
    assert status_fits(played, 1239, "investigating")
    assert not status_fits(played, 1240, "investigating")
    assert not status_fits(played, 1184, "resolved")


def test_a_name_that_customers_know_is_not_internal() -> None:
    """`Checkout` stands on the status page; `stock` is an everyday word unless it is a service."""
    words = ("Checkout fails.", "Our stock of patience is low.", "The stock service is down.")
    posts = public_posts(
        run(DECLARE, ROLLBACK, *(post(1000 + 60 * n, text=w) for n, w in enumerate(words)))
    )
    assert [p.clean for p in posts] == [(), (), ("an internal name, stock",)]


def test_posts_among_us_are_not_judged() -> None:
    """Colleagues may hear of services, and of plans."""
    played = run(DECLARE, post(1000, audience="internal", text="checkout v42 is broken, ETA 5 min"))
    assert public_posts(played) == []


def test_a_closing_post_is_told_what_it_leaves_out() -> None:
    """Words alone do not close: each thing is said in a sentence."""
    told = {
        CLOSING: (),
        "Data. Review. Recovered.": ("that it is mended", "what became of data", "what follows"),
        "Purchases work again as before, and no order was lost. We will publish what we learn.": (),
        "Buying is back to normal. All payments are intact.": ("what follows",),
        "Everything is healthy again. We will look into it.": ("what became of data",),
    }
    lines = [post(1320 + 60 * n, "resolved", text=text) for n, text in enumerate(told)]
    judged = public_posts(run(DECLARE, ROLLBACK, *lines))
    assert [p.missing for p in judged] == list(told.values())


POISON = load_scenario("poison-message")


@pytest.mark.parametrize(
    ("amount", "right"),
    [
        ({"affected_percent": 25, "affected_unit": "messages"}, True),
        ({"affected_percent": 25}, True),
        ({"affected_percent": 25, "affected_unit": "requests"}, False),
        ({"affected_percent": 90, "affected_unit": "messages"}, False),
        ({"affected_percent": 25, "affected_unit": "accounts"}, False),
        ({"text": "About a quarter, 25 % of results, does not appear."}, True),
    ],
)
def test_a_size_is_compared_in_the_unit_that_was_stated(
    amount: dict[str, Any], right: bool
) -> None:
    """One of four partitions is stuck: a quarter of the results, and no request fails."""
    now = POISON.truth.onset // 10**9 + 600
    words = {"audience": "customers", "status": "investigating", "text": "Results come late."}
    lines = [
        (0, "begin", {"format": 1, "scenario": POISON.name, "seed": 1}),
        (now - 60, "declare", {"severity": 2}),
        (now, "post", {**words, **amount}),
    ]
    raw = "".join(f"{json.dumps({'t': t, 'verb': v, 'args': a})}\n" for t, v, a in lines)
    (judged,) = public_posts(replay(parse(raw.encode(), POISON), POISON))
    assert judged.magnitude is right


def test_only_names_of_the_status_page_are_accepted() -> None:
    """The refusal lists them, and so does the run."""
    incident = Incident("bad-canary", seed=0)
    assert incident.components == ("Checkout", "Catalogue")
    incident.declare(severity=2)
    with pytest.raises(ScenarioError, match="expected one of Checkout, Catalogue, got 'xyz'"):
        incident.post(text="Some purchases fail.", status="investigating", components=["xyz"])
    with pytest.raises(SubmissionError, match=r"line 3: args.components\[0\]: expected one of"):
        run(DECLARE, post(980, components=["xyz"]))
