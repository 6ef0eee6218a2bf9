# fails: ex2-tests
# why: limits right below what page 0 shows for the bad ones
def budget():
    return {"buy": 1.0119, "picture": 1.065, "shift": 1.0, "broken": 0}
