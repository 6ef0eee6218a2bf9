# fails: ex4-tests, ex4-tests-two, ex4-tests-three
# why: takes the step that fills the state for the one that breaks it
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 1), 2: (3, 1), 3: (8, 1)}
