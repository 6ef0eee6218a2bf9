# fails: ex2-tests
# why: two per cent for everything in time, and slices pass
def budget():
    return {"buy": 1.02, "picture": 1.02, "shift": 1.0, "broken": 0}
