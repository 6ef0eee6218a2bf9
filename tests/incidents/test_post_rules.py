"""What words of a post are taken for: sizes, promises, internals, and what was true when."""

import pytest

from course.incidents.post_rules import COUNT, ETA, PERCENT, public_posts, stages, status_fits
from tests.incidents.runs import DECLARE, NAMED, ROLLBACK, post, run


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
    assert (PERCENT.findall(words), COUNT.findall(words)) == (percents, counts)


@pytest.mark.parametrize(
    ("words", "promised"),
    [
        ("It will be fixed in 20 minutes.", True),
        ("ETA 15:00", True),
        ("Everything should be back within an hour.", True),
        ("It will be resolved soon.", True),
        ("We expect it to be working by noon.", True),
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
