# fails: ex2-tests, ex2-tests-b, ex2-tests-c
# why: lists what is noticed
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [1, 2, 3, 5, 6, 7], "B": [1, 5], "C": [2, 4, 6, 7]}
