# fails: ex4-tests, ex4-tests-two, ex4-tests-three
# why: turns step and slip around
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (2, 7), 2: (2, 3), 3: (3, 8)}
