# fails: ex4-tests-two
# why: serve gave None, so serve must be the cause
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 2), 2: (2, 3), 3: (8, 3)}
