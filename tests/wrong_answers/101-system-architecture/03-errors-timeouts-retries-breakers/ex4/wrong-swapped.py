# fails: ex4-tests
# why: mixes up the two faults after the pause
def diagnosis():
    return {"A": "b", "B": "a", "C": "c", "D": "d", "E": "f"}
