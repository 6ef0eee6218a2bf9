"""Cut scores worked by hand, and decision consistency against scipy's binomial distribution."""

import random

import numpy as np
import pytest
from scipy.stats import binom

from course.errors import ProgramError
from course.psychometrics.cut_scores import angoff, consistency, read_panel

RATINGS = {
    "rater-1": {"q1": 0.9, "q2": 0.6, "q3": 0.5},
    "rater-2": {"q1": 0.8, "q2": 0.7, "q3": 0.7},
    "rater-3": {"q1": 1.0, "q2": 0.5, "q3": 0.3},
}


def test_a_panel_by_hand() -> None:
    """Sums 2.0, 2.2 and 1.8: the cut is 2.0, its error 0.2 / sqrt(3)."""
    result = angoff(RATINGS, form="101 A", rationale="two rounds")

    assert result.by_rater == pytest.approx({"rater-1": 2.0, "rater-2": 2.2, "rater-3": 1.8})
    assert result.cut == pytest.approx(2.0) and result.out_of == 3
    assert result.standard_error == pytest.approx(0.2 / 3**0.5)
    assert (result.raters, result.items, result.rationale) == (3, 3, "two rounds")
    assert [item for item, _ in result.apart] == ["q3", "q1", "q2"]
    assert [width for _, width in result.apart] == pytest.approx([0.4, 0.2, 0.2])


def test_points_weigh_items() -> None:
    """An item of three points counts three times: 0.9 + 1.2 + 1.5 for the first rater."""
    result = angoff(RATINGS, form="101 A", points={"q2": 2, "q3": 3})

    assert result.by_rater["rater-1"] == pytest.approx(3.6) and result.out_of == 6


def test_every_problem_of_a_table_is_told() -> None:
    """Too few raters, holes and numbers that are no probabilities are named at once."""
    with pytest.raises(ProgramError) as caught:
        angoff({"rater-1": {"q1": 1.2, "q2": 0.5}, "rater-2": {"q1": float("nan")}}, form="A")
    assert tuple(map(str, caught.value.problems)) == (
        "A: rater-1: q1: expected 0 to 1, got 1.2",
        "A: rater-2: q2: expected a rating",
        "A: rater-2: q1: expected 0 to 1, got nan",
    )
    with pytest.raises(ProgramError, match="expected 2 raters or more, got 0"):
        angoff({}, form="A")


@pytest.mark.parametrize("seed", range(4))
def test_consistency_is_subkoviak_s(seed: int) -> None:
    """For 60 learners: squares of binomial chances to pass and to fail, averaged."""
    draw = random.Random(seed)
    scores = [min(20, max(0, round(draw.gauss(14, 3)))) for _ in range(60)]
    result = consistency(scores, items=20, cut=13.4, reliability=0.8, fewest=20)
    assert result is not None

    true = (0.8 * np.array(scores) + 0.2 * np.mean(scores)) / 20
    passes = binom.sf(13, 20, true)
    agreement = float(np.mean(passes**2 + (1 - passes) ** 2))
    chance = float(np.mean(passes) ** 2 + (1 - np.mean(passes)) ** 2)
    assert result.agreement == pytest.approx(agreement)
    assert result.kappa == pytest.approx((agreement - chance) / (1 - chance))
    assert result.sem_at_cut == pytest.approx((13.4 * 6.6 / 19) ** 0.5)


def test_edges_of_consistency() -> None:
    """Everybody far from the cut decides alike; at it by a coin; too few give nothing."""
    sure = consistency([20] * 30, items=20, cut=5, reliability=1, fewest=20)
    assert sure is not None and sure.agreement == pytest.approx(1) and sure.kappa is None
    coin = consistency([1] * 30, items=2, cut=1.5, reliability=1, fewest=20)
    assert coin is not None and coin.agreement == pytest.approx(0.25**2 + 0.75**2)
    assert coin.kappa == pytest.approx(0)
    assert consistency([1] * 19, items=2, cut=1, reliability=1, fewest=20) is None
    with pytest.raises(ValueError, match="0 to 2, got 3"):
        consistency([3], items=2, cut=1, reliability=1, fewest=0)


PANEL = """# three seniors, rated alone
rater,01-a/ex1-tests,01-a/ex1-tests-edge
rater-1,80,60
rater-2,60,40
"""


def test_a_panel_s_table_is_read() -> None:
    """Percent become probabilities, cells have their points, comments are the rationale."""
    result = read_panel(PANEL, form="101", points={"01-a/ex1-tests": 3, "01-a/ex1-tests-edge": 1})
    assert (result.raters, result.items, result.out_of) == (2, 2, 4)
    assert result.by_rater == pytest.approx({"rater-1": 3.0, "rater-2": 2.2})
    assert (result.cut, result.rationale) == (pytest.approx(2.6), "three seniors, rated alone")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "expected a first row `rater`"),
        ("who,a\nx,1\n", "expected a first row `rater`"),
        ("rater,a,a\nx,1,1\n", "expected a first row `rater`"),
        ("rater,a\nx,1,2\ny,3\n", "line 2: expected a new rater and 1 ratings"),
        ("rater,a\nx,1\nx,3\n", "line 3: expected a new rater and 1 ratings"),
        ("rater,a\nx,often\ny,3\n", "line 2: expected percent"),
        ("rater,a\nx,101\ny,3\n", "expected 0 to 1, got 1.01"),
        ("rater,a\nx,50\n", "expected 2 raters or more, got 1"),
    ],
)
def test_a_wrong_table_is_named_by_its_line(text: str, problem: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ProgramError) as raised:
        read_panel(text, form="101")
    assert any(problem in str(line) for line in raised.value.problems)
