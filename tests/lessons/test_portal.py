"""The portal, the door and the passes break as the notebook tells, and count what it counts."""

import pytest

from course.lessons import portal as lesson


def test_whoever_counts_reads_all_parcels_of_others() -> None:
    """A portal that asks for a login alone gives five of six parcels to Mallory."""
    portal = lesson.Portal(3, lesson.signed_in)
    assert (lesson.counted(portal), len(portal.log()), portal.log()[0].split()) == (
        5,
        9,
        ["mallory", "read", "1039", "404"],
    )


def test_random_ids_close_one_way_of_four_and_a_check_closes_all() -> None:
    """Who has learnt an id needs no counting."""
    ids = lesson.ways(lesson.Portal(3, lesson.signed_in, random_ids=True))
    check = lesson.ways(lesson.Portal(3, lesson.own_only))
    assert ([*ids.values()], [*check.values()]) == ([0, 1, 3, 1], [0, 0, 0, 0])


def test_the_table_of_ways_has_a_line_for_each() -> None:
    """Columns are portals, in the order in which they were given."""
    table = lesson.ways_table({"now": lesson.Portal(3, lesson.signed_in)})
    assert [line.split()[-1] for line in table.splitlines()] == ["now", "5", "1", "3", "1"]


def test_notes_depend_on_the_seed() -> None:
    """A note that was copied from one portal says nothing about another."""
    pages = [lesson.Portal(n).ask("carla", "read", "1041") for n in (1, 1, 2)]
    assert (pages[0] == pages[1], pages[1] == pages[2], pages[0][:11]) == (
        True,
        False,
        "read: note ",
    )


@pytest.mark.parametrize(
    ("who", "verb", "number", "page"),
    [
        ("mallory", "read", "1041", "read: note"),
        ("carla", "change", "1044", "change: note"),
        ("carla", "export", "1041", "export: note"),
        ("dora", "change", "1044", "No such"),
        ("nobody", "read", "1041", "No such"),
        ("mallory", "read", "1047", "No such"),
    ],
)
def test_the_weak_check_has_three_holes_and_no_fourth(
    who: str, verb: str, number: str, page: str
) -> None:
    """It forgets companies, deletion and verbs, and knows nobody and nothing."""
    assert lesson.Portal(3).ask(who, verb, number).startswith(page)


def test_a_door_takes_ten_ticks_for_each_letter_until_one_differs() -> None:
    """Its last letter looks the same whether it is right or not."""
    door = lesson.Door(7)
    a, b, c = door.code
    other = {digit: str((int(digit) + 1) % 10) for digit in door.code}
    guesses = [other[a] + b + c, a + other[b] + c, a + b + other[c], door.code, a, ""]
    answers = [door.ask(guess) for guess in guesses]
    assert (answers, door.asked) == (
        [(False, 10), (False, 20), (False, 30), (True, 30), (False, 0), (False, 0)],
        6,
    )


def test_noise_only_adds_and_leaves_three_answers_of_four_alone() -> None:
    """The smallest of several answers is therefore the true one."""
    door = lesson.Door(7, noisy=True)
    ticks = [door.ask("000")[1] for _ in range(400)]
    late = [tick for tick in ticks if tick != min(ticks)]
    assert (min(ticks), 60 <= len(late) <= 140, min(late) >= 20, max(late) < 70) == (
        10,
        True,
        True,
        True,
    )


def test_salt_multiplies_the_guesses_and_stretching_their_price() -> None:
    """When all common passwords have been tried, the three stores gave the same accounts."""
    work = [400, 400 * 60, 400 * 60 * 20]
    ends = [
        lesson.opened_after(1, store, [budget])
        for store, budget in zip(lesson.STORES, work, strict=True)
    ]
    starts = [lesson.opened_after(1, store, [400])[0] for store in lesson.STORES]
    assert (ends[0], ends[1], starts == sorted(starts, reverse=True), starts[2]) == (
        ends[1],
        ends[2],
        True,
        0,
    )


def test_the_picture_has_a_band_for_each_store() -> None:
    """Axes begin at zero."""
    axis = lesson.draw_guessing(range(3)).axes[0]
    assert (len(axis.collections), axis.get_xlim()[0], axis.get_ylim()) == (3, 0, (0, 60))


def test_a_token_unfolds_into_what_was_folded() -> None:
    """Header and claims come back, and the signature has the bytes of SHA-256."""
    header, claims, _, signature = lesson.unfold(lesson.fold({"alg": "x"}, {"sub": "Zoë"}, b"k"))
    assert (header, claims, len(signature)) == ({"alg": "x"}, {"sub": "Zoë"}, 32)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "a.b.c.d",
        "ü.ü.ü",
        "not.a.token",
        lesson.fold([1], {}, b""),
        lesson.fold({}, "text", b""),
        lesson.fold({}, {"exp": float("nan")}, b""),
        lesson.fold({}, {}, b"") + "!",
        "W" + "1tb" * 4000 + "." + "e30" + ".",
    ],
)
def test_what_is_no_token_is_a_value_error(text: str) -> None:
    """A checker has one kind of error to think of, also for brackets without an end."""
    with pytest.raises(ValueError):  # noqa: PT011
        lesson.unfold(text)


def test_the_weak_check_takes_three_forged_tokens() -> None:
    """It refuses one spelling, and lets the header choose."""
    claims = {"role": "manager"}
    tokens = [
        lesson.fold({"alg": "none"}, claims, b""),
        lesson.fold({"alg": "None"}, claims, b""),
        lesson.fold({"alg": "HS256", "kid": "1999"}, claims, b""),
        lesson.fold({"alg": "HS256", "kid": "partner"}, claims, lesson.PARTNER_KEY),
        lesson.fold({"alg": "HS256", "kid": "2026"}, claims, b""),
    ]
    keys = lesson.signing_keys(3)
    assert [lesson.weak_claims(token, keys, 100) for token in tokens] == [
        None,
        claims,
        claims,
        claims,
        None,
    ]
