# fails: ex4-tests-three
# why: the second step was it twice, so it is taken for the third trace, too
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 2), 2: (3, 2), 3: (8, 2)}
