# fails: ex2-tests-b
# why: forgets that a full list's yes is believed as well
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 6, 7], "C": [1, 3, 5]}
