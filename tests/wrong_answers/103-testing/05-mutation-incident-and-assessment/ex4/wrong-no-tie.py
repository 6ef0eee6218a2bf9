# fails: ex4-tests-members
# why: no two pieces are equally dear
def check(fee):
    for weights, member, expected in (
        ([], False, 0), ([], True, 0), ([1], False, 500), ([10], False, 500), ([11], False, 1200),
        ([32], False, 1200), ([11] * 4, False, 5400), ([10], True, 0), ([11, 10], True, 500),
        ([10, 11], True, 500), ([11, 10, 11], True, 1700),
        ([0], False, "ValueError"), ([10, 33], False, "ValueError"),
    ):
        got = outcome(fee, weights, member)
        assert got == expected, f"{weights}, {member}: {got}, expected {expected}"
