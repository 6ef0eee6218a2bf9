# fails: ex2-tests, ex2-tests-pass
# why: the names that a tool has for the same things
def budget():
    return {"usable": 1.005, "lcp": 1.02, "shift": 1.0, "broken": 0}
