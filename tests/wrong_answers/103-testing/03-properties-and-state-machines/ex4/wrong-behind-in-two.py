# fails: ex4-tests-two
# why: knows that cancel took the wrong name, and not that the name was absent
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 2), 2: (5, 2), 3: (8, 3)}
