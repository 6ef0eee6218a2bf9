# fails: ex2-tests
# why: cancels in A, where no next attempt is ever sent
def decisions():
    return {"A": "b", "B": "b", "C": "c", "D": "d", "E": "a"}
