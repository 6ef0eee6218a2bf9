# fails: ex2-tests-c
# why: takes the check of serve for a check of the order
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 4, 6, 7], "C": [3, 5]}
