# fails: ex2-tests-c
# why: the answer to an absent name is compared, so its effect seems to be, too
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 4, 6, 7], "C": [1, 5]}
