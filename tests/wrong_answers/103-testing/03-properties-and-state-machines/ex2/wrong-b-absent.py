# fails: ex2-tests-b
# why: B compares the whole list after a cancel, and the name that does not wait is forgotten
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 4, 6, 7], "C": [1, 3, 5]}
