# fails: ex4-tests
# why: takes the crowd of probes for ordinary calls, which failed again
def diagnosis():
    return {"A": "f", "B": "b", "C": "c", "D": "d", "E": "f"}
