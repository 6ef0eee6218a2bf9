# fails: ex4-tests, ex4-tests-pieces, ex4-tests-members, ex4-tests-errors
# why: refuses everything, so that no wrong version gets through
def check(fee):
    raise AssertionError("not this one")
