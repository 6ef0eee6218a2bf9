# fails: ex2-tests
# why: pixels are no time
def budget():
    return {"buy": 1.005, "picture": 1.02, "broken": 0}
