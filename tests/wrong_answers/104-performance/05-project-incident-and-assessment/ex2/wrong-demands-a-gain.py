# fails: ex2-tests-pass
# why: each proposal has to make the button faster
def budget():
    return {"buy": 0.99, "picture": 1.02, "shift": 1.0, "broken": 0}
