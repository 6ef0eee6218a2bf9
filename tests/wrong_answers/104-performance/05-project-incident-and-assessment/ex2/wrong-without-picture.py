# fails: ex2-tests
# why: the button is what sells
def budget():
    return {"buy": 1.005, "shift": 1.0, "broken": 0}
