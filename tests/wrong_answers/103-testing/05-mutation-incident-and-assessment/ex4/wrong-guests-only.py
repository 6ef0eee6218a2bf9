# fails: ex4-tests-members
# why: forgets members
def check(fee) -> None:
    """Raise an AssertionError if a version of the fee breaks a rule."""
    light, heavy = 10, 11
    for weights, member, expected in (
        ([], False, 0), ([1], False, 500), ([light], False, 500), ([heavy], False, 1200),
        ([32], False, 1200), ([heavy] * 4, False, 5400), 
        
        ([0], False, "ValueError"), ([light, 33], False, "ValueError"),
    ):
        got = outcome(fee, weights, member)
        assert got == expected, f"{weights}, {member}: {got}, expected {expected}"
