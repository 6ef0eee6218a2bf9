# fails: ex2-tests-pass
# why: how much more is allowed, instead of how much
def budget():
    return {"buy": 0.005, "picture": 0.02, "shift": 0, "broken": 0}
