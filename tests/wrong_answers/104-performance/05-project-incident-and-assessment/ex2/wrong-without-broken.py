# fails: ex2-tests
# why: functions are tested elsewhere
def budget():
    return {"buy": 1.005, "picture": 1.02, "shift": 1.0}
