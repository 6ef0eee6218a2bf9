# fails: ex4-tests-errors
# why: asks for 50 days, where 41 is the first that is too many
def check(fine) -> None:
    """Raise an AssertionError if a version of your variant's fee breaks a rule."""
    for delays, friend, expected in (
        ([], False, 0), ([], True, 0), ([1], False, 100), ([14], False, 100), ([15], False, 240), ([40], False, 240),
        ([15] * 4, False, 1080), ([14], True, 0), ([15, 14], True, 100), ([14, 15], True, 100),
        ([15, 14, 15], True, 340), ([14, 14, 15, 15], True, 500), ([0], False, "ValueError"), ([14, 50], False, "ValueError"),
    ):
        got = outcome(fine, delays, friend)
        assert got == expected, f"{delays}, {friend}: {got}, expected {expected}"
