# fails: ex4-tests-pieces
# why: asks for a third piece and never for a fourth
def check(fee) -> None:
    """Raise an AssertionError if a version of the fee breaks a rule."""
    light, heavy = 10, 11
    for weights, member, expected in (
        ([], False, 0), ([], True, 0), ([1], False, 500), ([light], False, 500), ([heavy], False, 1200),
        ([32], False, 1200), ([heavy] * 3, False, 3900), ([light], True, 0), ([heavy, light], True, 500),
        ([light, heavy], True, 500), ([heavy, light, heavy], True, 1700), ([light, heavy, light], True, 1300),
        ([0], False, "ValueError"), ([light, 33], False, "ValueError"),
    ):
        got = outcome(fee, weights, member)
        assert got == expected, f"{weights}, {member}: {got}, expected {expected}"
