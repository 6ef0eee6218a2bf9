# fails: ex2-tests-b
# why: overlooks that serve is compared with the model
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [1, 2, 3, 4, 6, 7], "C": [1, 3, 5]}
