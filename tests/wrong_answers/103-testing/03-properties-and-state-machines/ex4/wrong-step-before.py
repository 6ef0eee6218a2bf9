# fails: ex4-tests, ex4-tests-three
# why: blames the step before the wrong answer
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 3), 2: (3, 2), 3: (8, 4)}
