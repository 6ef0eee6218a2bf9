# fails: ex2-tests-c
# why: sees that order is not compared, and not that the model is copied
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 4, 6, 7], "C": [1]}
