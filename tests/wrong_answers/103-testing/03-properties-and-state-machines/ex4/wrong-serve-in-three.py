# fails: ex4-tests-three
# why: takes a lost name for a wrong order
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 2), 2: (3, 2), 3: (1, 4)}
