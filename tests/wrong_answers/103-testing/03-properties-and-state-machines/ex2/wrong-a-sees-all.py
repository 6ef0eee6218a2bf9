# fails: ex2-tests
# why: A compares every answer, so nothing seems to escape it
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [], "B": [2, 3, 4, 6, 7], "C": [1, 3, 5]}
