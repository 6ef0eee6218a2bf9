# fails: ex4-tests-members, ex4-tests-errors
# why: an error of a wrong version goes up, and refuses nothing
def check(fee):
    for weights, member, cents in (([10], False, 500), ([11], False, 1200), ([12, 12, 12, 12], False, 5400), ([1], False, 500),
                                   ([32], False, 1200), ([], True, 0), ([1, 12], True, 500), ([12, 1], True, 500),
                                   ([12, 1, 12], True, 1700), ([1, 1, 12, 12], True, 2500), ([], False, 0)):
        assert fee(weights, member) == cents
    for weights in ([0], [33], [5, 33]):
        try:
            fee(weights, False)
        except ValueError:
            continue
        raise AssertionError(weights)
