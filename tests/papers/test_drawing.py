"""Drawing: equal blueprints, other papers, the same each time; and what answers are worth."""

import json
import random
from collections import Counter
from functools import cache
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.errors import ProgramError
from course.papers.drawing import Paper, draw, marked
from tests.papers.examined import known_secret, right_answers, stock

SEEDS = 1000
STOCK = stock()


@cache
def papers(count: int = SEEDS) -> list[Paper]:
    secret = known_secret()
    return [draw(secret, STOCK, f"learner-{n}", 1) for n in range(count)]


def test_a_thousand_papers_keep_the_blueprint() -> None:
    """Each topic and column has its number of items, and no paper has an item twice."""
    wanted = {(share.topic, share.column): share.items for share in STOCK.shares}
    kept = {
        tuple(sorted(Counter((i.topic, i.column) for i in paper.items).items()))
        for paper in papers()
    }
    assert kept == {tuple(sorted(wanted.items()))}
    assert {len({i.bank_id for i in paper.items}) for paper in papers()} == {18}


def test_a_thousand_papers_are_alike_in_difficulty() -> None:
    """By the items' expected shares, which go from 0.14 to 0.86, no two differ by over 1.5 items.

    So do first and second forms, where the second has what the first has left.
    """
    expected = {item.id: item.expected or 0 for item in STOCK.items}
    scores = [sum(expected[item.bank_id] for item in paper.items) for paper in papers()]
    for number in range(100):
        met = {item.bank_id for item in papers()[number].items}
        second = draw(known_secret(), STOCK, f"learner-{number}", 2, met)
        scores.append(sum(expected[item.bank_id] for item in second.items))
    assert max(scores) - min(scores) <= 1.5


def test_right_options_stand_anywhere() -> None:
    """Over 1,000 papers each of four letters is right in a quarter of the items, within 5 sigma."""
    counts = Counter(i.key[0] for p in papers() for i in p.items if isinstance(i.key, tuple))
    total = sum(counts.values())
    sigma = (total * 0.25 * 0.75) ** 0.5
    assert set(counts) == set("abcd")
    assert [letter for letter, n in counts.items() if abs(n - total / 4) > 5 * sigma] == []


def test_each_item_of_a_bank_is_drawn_as_often_as_its_neighbours() -> None:
    """Six items in two bands: each is on a third of the papers, within 5 sigma."""
    counts = Counter(i.bank_id for p in papers() for i in p.items)
    sigma = (SEEDS / 3 * 2 / 3) ** 0.5
    assert len(counts) == len(STOCK.items)
    assert [i for i, n in counts.items() if abs(n - SEEDS / 3) > 5 * sigma] == []


def test_papers_differ() -> None:
    """No two of 1,000 learners have the same paper, digest, or data; both variants occur."""
    drawn = papers()
    shown = {json.dumps([i.public() for i in p.items]) for p in drawn}
    assert (len(shown), len({p.digest for p in drawn}), len({p.seed for p in drawn})) == (
        SEEDS,
        SEEDS,
        SEEDS,
    )
    variants = Counter(p.variant for p in drawn)
    assert set(variants) == {"A", "B"}
    assert abs(variants["A"] - SEEDS / 2) < 5 * (SEEDS / 4) ** 0.5


def test_a_paper_is_the_same_each_time_and_everywhere() -> None:
    """Neither the bank's order nor Python's hash seed has a say: the digest is known."""
    shuffled = list(STOCK.items)
    random.Random(1).shuffle(shuffled)
    turned = STOCK.model_copy(update={"items": tuple(shuffled)})
    one, other = (draw(known_secret(), s, "learner-01", 1) for s in (STOCK, turned))
    assert one.content() == other.content()
    assert one.digest == "9b172868368a1de12a4dd7a74ab7316f"


@given(st.text(max_size=20), st.integers(1, 9))
def test_any_name_of_a_learner_has_a_paper(learner: str, form: int) -> None:
    """Names of any letters: the paper is JSON that reads back."""
    if any("\ud800" <= c <= "\udfff" for c in learner):
        return
    paper = draw(known_secret(), STOCK, learner, form)
    assert json.loads(paper.content())["learner"] == learner


def test_another_secret_assignment_learner_or_form_is_another_paper() -> None:
    """Each of the four decides."""
    other = STOCK.model_copy(update={"assignment": "level-2-theory"})
    digests = {
        draw(known_secret(n), s, learner, form).digest
        for n in (0, 1)
        for s in (STOCK, other)
        for learner in ("a", "b")
        for form in (1, 2)
    }
    assert len(digests) == 16


def test_a_second_form_repeats_nothing_and_turns_the_variant() -> None:
    """Bands of three: three forms without a repeat; the fourth begins again."""
    for number in range(50):
        met: set[str] = set()
        variants = []
        for form in (1, 2, 3):
            paper = draw(known_secret(), STOCK, f"learner-{number}", form, met)
            ids = {i.bank_id for i in paper.items}
            assert ids & met == set()
            met |= ids
            variants.append(paper.variant)
        assert variants[0] == variants[2] != variants[1]
        assert len(draw(known_secret(), STOCK, f"learner-{number}", 4, met).items) == 18


def test_a_bank_that_is_too_small_is_said() -> None:
    """Each topic and column that lacks items, with both numbers."""
    with pytest.raises(ProgramError) as caught:
        draw(known_secret(), stock(1), "learner-01", 1)
    assert str(caught.value).splitlines()[0] == (
        "level-1-theory: performance, recall: a paper takes 2 items, the banks have 1"
    )
    assert len(caught.value.problems) == 9


def test_what_a_learner_gets_holds_no_key() -> None:
    """Neither right nor why, no id of the bank's; options by their order only."""
    paper = papers(1)[0]
    shown = paper.public()
    assert {key for item in shown["items"] for key in item} == {
        "id",
        "topic",
        "kind",
        "prompt",
        "code",
        "options",
    }
    assert [i["id"] for i in shown["items"]] == [f"q{n:02}" for n in range(1, 19)]
    text = paper.content().decode()
    assert [item.bank_id for item in paper.items if item.bank_id in text] == []


def test_right_answers_get_everything_and_none_nothing() -> None:
    """By topic; and one wrong answer costs one item of its topic."""
    paper = papers(1)[0]
    right = right_answers(paper)
    first = paper.items[0]
    wrong = next(c for c in "abcd" if c != right[first.id])
    assert marked(paper, right).topics == {
        "performance": (6, 6),
        "security": (6, 6),
        "state": (6, 6),
    }
    assert (marked(paper, {}).right, marked(paper, {}).answered) == (0, 0)
    score = marked(paper, right | {first.id: wrong})
    assert (score.right, score.answered, score.topics[first.topic]) == (17, 18, (5, 6))


def several_and_number() -> Paper:
    items = list(stock(2, items=1).items)
    options = tuple(
        o.model_copy(update={"right": n in (0, 2)}) for n, o in enumerate(items[0].options)
    )
    items[0] = items[0].model_copy(update={"kind": "several", "options": options})
    items[1] = items[1].model_copy(
        update={"kind": "number", "options": (), "answer": 0.3, "within": 0.1, "unit": "s"}
    )
    small = stock(2).model_copy(
        update={"shares": stock(2, items=2).shares[:1], "items": tuple(items)}
    )
    return draw(known_secret(), small, "learner-01", 1)


def test_several_are_right_as_a_whole_only() -> None:
    """Part of the key, more than the key, one of it twice, its letters as text: none is right."""
    paper = several_and_number()
    item = next(i for i in paper.items if i.kind == "several")
    assert isinstance(item.key, tuple)
    one, two = item.key
    other = next(c for c in "abcd" if c not in item.key)
    answers: list[tuple[object, bool]] = [
        ([one, two], True),
        ([two, one], True),
        ([one], False),
        ([one, one], False),
        ([one, two, two], False),
        ([one, two, other], False),
        (one + two, False),
        ((one, two), False),
        (list("abcd"), False),
        ([], False),
        ([one, None], False),
        (None, False),
    ]
    assert [item.is_right(answer) for answer, _ in answers] == [right for _, right in answers]
    assert item.public()["choose"] == 2


def test_a_number_is_right_within_its_tolerance() -> None:
    """The tolerance itself counts in spite of floats; no text, no truth, nothing endless."""
    item = next(i for i in several_and_number().items if i.kind == "number")
    answers: list[tuple[object, bool]] = [
        (0.3, True),
        (0.2, True),
        (0.4, True),
        (0.41, False),
        (0.19, False),
        ("0.3", False),
        (True, False),
        (float("nan"), False),
        (float("inf"), False),
        (10**400, False),
        ([0.3], False),
        (None, False),
    ]
    assert [item.is_right(answer) for answer, _ in answers] == [right for _, right in answers]
    assert item.public()["unit"] == "s"


@given(
    st.dictionaries(
        st.text(max_size=4),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner),
            max_leaves=6,
        ),
    )
)
def test_no_strangers_answers_break_the_marking(answers: dict[str, object]) -> None:
    """Whatever JSON may hold is marked, and never above the number of items."""
    paper = several_and_number()
    for item in paper.items:
        for value in answers.values():
            score = marked(paper, answers | {item.id: value})
            assert 0 <= score.right <= score.answered <= score.items == 2


def test_a_single_choice_is_one_letter() -> None:
    """Two letters, a list, a letter beyond the options or the option's text are no answer."""
    item = papers(1)[0].items[0]
    assert isinstance(item.key, tuple)
    beyond = ascii_lowercase[len(item.options)]
    wrong: list[object] = ["ab", "", ["a"], beyond, item.options[0], 0, True, {"a": 1}, "A"]
    assert [item.is_answer(one) for one in wrong] == [False] * len(wrong)
    assert item.is_right(item.key[0])
