# fails: ex4-tests, ex4-tests-pieces, ex4-tests-errors
# why: pleasant values from the middles
def check(fee):
    assert outcome(fee, [5], False) == 500
    assert outcome(fee, [20], False) == 1200
    assert outcome(fee, [5, 5, 5], False) == 1800
    assert outcome(fee, [5, 20], True) == 500
    assert outcome(fee, [50], False) == "ValueError"
