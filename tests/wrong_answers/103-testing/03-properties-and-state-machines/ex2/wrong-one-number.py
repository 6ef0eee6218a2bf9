# fails: ex2-tests-b, ex2-tests-c
# why: gives one slip for each machine
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": 4, "B": 2, "C": 1}
