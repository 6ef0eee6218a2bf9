# fails: ex2-tests-c
# why: cancel is compared, so whom it takes out seems to be, too
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 4, 6, 7], "C": [1, 3]}
