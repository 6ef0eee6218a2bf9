# fails: ex2-tests
# why: thinks that a place which stays taken shows only on a full list
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4, 6], "B": [2, 3, 4, 6, 7], "C": [1, 3, 5]}
