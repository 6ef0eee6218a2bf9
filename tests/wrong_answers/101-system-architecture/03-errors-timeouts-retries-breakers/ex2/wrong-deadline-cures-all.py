# fails: ex2-tests
# why: passes the deadline on in every trace, also where attempts overtake each other in time
def decisions():
    return {"A": "a", "B": "a", "C": "a", "D": "d", "E": "a"}
