# fails: ex2-tests
# why: takes the count for a factor, where 1 is as yesterday
def budget():
    return {"buy": 1.005, "picture": 1.02, "shift": 1.0, "broken": 1}
