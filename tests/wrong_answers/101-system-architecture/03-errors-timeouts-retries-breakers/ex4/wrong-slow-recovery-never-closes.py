# fails: ex4-tests-counting
# why: takes a slow recovery for a pause that starts anew
def diagnosis():
    return {"A": "a", "B": "b", "C": "c", "D": "d", "E": "b"}
