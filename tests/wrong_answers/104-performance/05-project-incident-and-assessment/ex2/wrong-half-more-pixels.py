# fails: ex2-tests
# why: allows half as many jumping pixels again, although they have no noise
def budget():
    return {"buy": 1.005, "picture": 1.02, "shift": 1.5, "broken": 0}
