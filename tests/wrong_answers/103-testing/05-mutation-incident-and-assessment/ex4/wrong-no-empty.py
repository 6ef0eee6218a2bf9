# fails: ex4-tests-members, ex4-tests-errors
# why: never travels without luggage
def check(fee) -> None:
    """Raise an AssertionError if a version of the fee breaks a rule."""
    light, heavy = 10, 11
    for weights, member, expected in (
        ([1], False, 500), ([light], False, 500), ([heavy], False, 1200),
        ([32], False, 1200), ([heavy] * 4, False, 5400), ([light], True, 0), ([heavy, light], True, 500),
        ([light, heavy], True, 500), ([heavy, light, heavy], True, 1700), ([light] * 2 + [heavy] * 2, True, 2500),
        ([0], False, "ValueError"), ([light, 33], False, "ValueError"),
    ):
        got = outcome(fee, weights, member)
        assert got == expected, f"{weights}, {member}: {got}, expected {expected}"
