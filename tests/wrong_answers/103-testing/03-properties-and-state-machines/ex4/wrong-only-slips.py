# fails: ex4-tests, ex4-tests-two, ex4-tests-three
# why: gives the slips and no steps
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: 7, 2: 3, 3: 8}
