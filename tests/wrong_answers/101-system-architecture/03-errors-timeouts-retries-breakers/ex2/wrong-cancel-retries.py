# fails: ex2-tests
# why: cancels wherever there are retries, although each of them just misses
def decisions():
    return {"A": "a", "B": "b", "C": "b", "D": "d", "E": "a"}
