# fails: ex2-tests-c
# why: thinks that a copied model also copies lost places
def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": [4], "B": [2, 3, 4, 6, 7], "C": [1, 3, 5, 6, 7]}
