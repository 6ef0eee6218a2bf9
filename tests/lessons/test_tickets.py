from itertools import count, islice, pairwise
from statistics import mean

import pytest

from course.lessons.tickets import (
    Feed,
    Tally,
    TooManyError,
    draw_shift,
    draw_speedups,
    run_shift,
    till_lines,
)


def test_codes_are_equal_however_they_are_typed_and_say_what_was_typed() -> None:
    """Case, dashes and spaces make no difference; another code and a text are not equal."""
    one, same, other = Tally().codes(["ab-12", "A B12", "ab-13"])
    assert (one == same, one == other, one == "ab-12") == (True, False, False)
    assert (str(same), repr(same), {one: 1}[same]) == ("A B12", "<A B12>", 1)


def test_a_tally_counts_comparisons_and_hashes_of_its_own_codes() -> None:
    """A look through a list compares, a look into a set hashes; another tally counts nothing."""
    tally, other = Tally(), Tally()
    codes = tally.codes(f"a{number}" for number in range(5))
    assert (tally.code("b") in codes, tally.comparisons, tally.hashes) == (False, 5, 0)
    assert (len(set(codes)), tally.comparisons, tally.hashes) == (5, 5, 5)
    assert (tally.operations, other.operations) == (10, 0)


def test_a_tally_with_a_limit_stops_what_goes_beyond() -> None:
    """The third operation is allowed, the fourth is not, and both are counted."""
    tally = Tally(3)
    codes = tally.codes("abc")
    hash(codes[0])
    assert (codes[0] == codes[1], codes[0] == codes[2]) == (False, False)
    with pytest.raises(TooManyError, match="more than 3 comparisons and hashes"):
        hash(codes[1])
    assert tally.operations == 4


def test_a_feed_counts_what_is_read_and_stops_at_its_limit() -> None:
    """It reads only what is asked for, ends with its lines, and refuses more than its limit."""
    feed = Feed(count(), limit=4)
    assert (list(islice(feed, 3)), feed.read) == ([0, 1, 2], 3)
    assert (next(feed), feed.read) == (3, 4)
    with pytest.raises(TooManyError, match="more than 4 lines were read"):
        next(feed)
    assert (list(Feed([7, 8])), feed.read) == ([7, 8], 4)


def test_lines_of_a_till_are_in_order_and_follow_from_the_seed() -> None:
    """Each hour has its lines; another seed has others."""
    lines = till_lines(3, seed=1)
    minutes = [minute for minute, _ in lines]
    assert (minutes, [minute // 60 for minute in minutes]) == (
        sorted(minutes),
        [0] * 4 + [1] * 4 + [2] * 4,
    )
    assert (till_lines(3, seed=1) == lines, till_lines(3, seed=2) == lines) == (True, False)


def test_workers_without_a_crowd_share_no_time() -> None:
    """One worker never waits, and does a request in the sum of both parts."""
    shift = run_shift(1, seed=1)
    assert (shift.share("wait"), round(shift.share("work"), 1)) == (0, 0.9)
    assert 97 < mean(run_shift(1, seed).per_second for seed in range(20)) < 103


def test_the_lock_lets_through_a_thousand_requests_for_a_millisecond_each() -> None:
    """On each of ten seeds sixteen workers reach the ceiling, and forty do no more."""
    rates = [run_shift(workers, seed).per_second for workers in (16, 40) for seed in range(10)]
    assert [980 < rate < 1020 for rate in rates] == [True] * 20
    answers = [run_shift(workers, 1).answer_ms for workers in (20, 40)]
    assert 1.9 < answers[1] / answers[0] < 2.1


def test_a_crowd_that_wakes_each_other_does_less() -> None:
    """With a cost for each that waits, 32 workers do less than 12, on each of ten seeds."""
    pairs = [[run_shift(n, seed, wake=0.02).per_second for n in (12, 32)] for seed in range(10)]
    assert [few > many for few, many in pairs] == [True] * 10


def test_only_one_worker_has_the_lock_at_a_time() -> None:
    """Stretches under the lock never overlap, and each worker's own follow one another."""
    shift = run_shift(8, seed=3, seconds=1)
    held = sorted((one.begins, one.ends) for one in shift.stretches if one.kind == "hold")
    assert [before[1] <= after[0] for before, after in pairwise(held)] == [True] * (len(held) - 1)
    assert len(held) == shift.requests
    own = [(one.begins, one.ends) for one in shift.stretches if one.worker == 0]
    assert [before[1] for before in own[:-1]] == [after[0] for after in own[1:]]


def test_a_shift_says_what_it_did() -> None:
    """The text has workers, rate and the time of an answer."""
    assert str(run_shift(40, seed=1)) == (
        " 40 workers:  997.8 requests a second, each answered in  39.9 ms"
    )


def test_pictures_are_shown_and_described(capsys: pytest.CaptureFixture[str]) -> None:
    """Each drawing ends as one picture in the output; outside a notebook its name is printed."""
    draw_shift(run_shift(4, seed=1))
    draw_speedups((1, 4), (0, 0.1), seeds=3)
    assert capsys.readouterr().out.count("Image object") == 2
