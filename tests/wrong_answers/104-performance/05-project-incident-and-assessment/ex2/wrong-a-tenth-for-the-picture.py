# fails: ex2-tests
# why: a tenth later is hardly seen, so a lazy hero passes
def budget():
    return {"buy": 1.005, "picture": 1.1, "shift": 1.0, "broken": 0}
