# fails: ex4-tests
# why: reads refusals as the dependency's failures, so the breaker is right to stay open
def diagnosis():
    return {"A": "a", "B": "f", "C": "c", "D": "d", "E": "f"}
