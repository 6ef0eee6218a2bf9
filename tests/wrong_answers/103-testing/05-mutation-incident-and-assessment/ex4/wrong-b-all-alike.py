# fails: ex4-tests-pieces, ex4-tests-members
# why: all books of a list are equally late, so neither the order nor the dearest can be seen
def check(fine) -> None:
    """Raise an AssertionError if a version of your variant's fee breaks a rule."""
    for delays, friend, expected in (
        ([], False, 0), ([], True, 0), ([1], False, 100), ([14], False, 100), ([15], False, 240), ([40], False, 240),
        ([15] * 4, False, 1080), ([14], True, 0), ([15, 15], True, 240), ([14] * 3, True, 200), ([0], False, "ValueError"), ([14, 41], False, "ValueError"),
    ):
        got = outcome(fine, delays, friend)
        assert got == expected, f"{delays}, {friend}: {got}, expected {expected}"
