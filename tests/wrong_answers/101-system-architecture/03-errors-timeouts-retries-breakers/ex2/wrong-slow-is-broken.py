# fails: ex2-tests
# why: stops tax in D, although its answer came in time
def decisions():
    return {"A": "a", "B": "b", "C": "c", "D": "a", "E": "a"}
