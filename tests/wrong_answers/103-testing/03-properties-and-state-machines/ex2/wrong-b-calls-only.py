# fails: ex2-tests-b
# why: sees which calls are never made, and not that join is believed
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3], "C": [1, 3, 5]}
