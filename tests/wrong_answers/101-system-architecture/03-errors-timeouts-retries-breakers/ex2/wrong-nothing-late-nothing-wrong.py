# fails: ex2-tests
# why: changes nothing in B, because all of it is over before the deadline
def decisions():
    return {"A": "a", "B": "d", "C": "c", "D": "d", "E": "a"}
