# fails: ex4-tests, ex4-tests-two, ex4-tests-three
# why: blames the step whose answer was wrong
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 4), 2: (3, 3), 3: (8, 5)}
