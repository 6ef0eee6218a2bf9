# fails: ex2-tests
# why: gives more time to a request that waited in a queue until nobody wanted it
def decisions():
    return {"A": "a", "B": "b", "C": "c", "D": "d", "E": "c"}
