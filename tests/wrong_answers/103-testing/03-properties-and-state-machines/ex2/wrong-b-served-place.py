# fails: ex2-tests-b
# why: B compares what serve gives, so slips in serve seem to be seen
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 4, 6], "C": [1, 3, 5]}
