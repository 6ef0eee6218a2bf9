# fails: ex2-tests, ex2-tests-pass
# why: limits in per cent
def budget():
    return {"buy": 100.5, "picture": 102, "shift": 100, "broken": 0}
