# fails: ex4-tests-counting
# why: takes the customers' mistakes for an outage, so the breaker is right
def diagnosis():
    return {"A": "a", "B": "b", "C": "f", "D": "d", "E": "f"}
