# fails: ex4-tests-counting
# why: a breaker that never opens cannot be at fault
def diagnosis():
    return {"A": "a", "B": "b", "C": "c", "D": "f", "E": "f"}
