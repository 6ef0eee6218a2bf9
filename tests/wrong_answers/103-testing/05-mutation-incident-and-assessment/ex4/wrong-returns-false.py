# fails: ex4-tests, ex4-tests-pieces, ex4-tests-members, ex4-tests-errors
# why: returns its verdict instead of raising
def check(fee):
    return [outcome(fee, [kilos], False) for kilos in (1, 10, 11, 32, 33)] == [500, 500, 1200, 1200, "ValueError"]
