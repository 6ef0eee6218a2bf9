# fails: ex2a-tests
# why: leaves the reasons out
def decisions():
    return {"A": "declined", "B": "unknown", "C": "unknown", "D": "not done", "E": "unknown"}
