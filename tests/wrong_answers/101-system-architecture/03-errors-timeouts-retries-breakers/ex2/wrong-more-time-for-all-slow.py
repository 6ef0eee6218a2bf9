# fails: ex2-tests
# why: slow means more time, also for the answer that came in time
def decisions():
    return {"A": "a", "B": "b", "C": "c", "D": "c", "E": "a"}
