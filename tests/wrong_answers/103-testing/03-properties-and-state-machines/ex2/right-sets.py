def blind() -> dict:
    """Give, for each machine, the numbers of the slips that it can never notice."""
    return {"A": {4}, "B": {7, 6, 4, 3, 2}, "C": {5, 3, 1}}
