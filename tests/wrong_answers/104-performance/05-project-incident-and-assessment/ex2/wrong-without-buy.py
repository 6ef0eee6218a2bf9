# fails: ex2-tests
# why: Buy moves with the picture, so one of them is enough; slices move Buy alone
def budget():
    return {"picture": 1.02, "shift": 1.0, "broken": 0}
