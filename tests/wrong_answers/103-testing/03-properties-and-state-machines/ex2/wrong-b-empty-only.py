# fails: ex2-tests-b
# why: sees the precondition of serve, and not what cancel draws or join believes
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2], "C": [1, 3, 5]}
