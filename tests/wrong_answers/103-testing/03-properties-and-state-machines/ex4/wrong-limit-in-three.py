# fails: ex4-tests-three
# why: sees that resize is the cause, and takes the other slip of resize
def causes() -> dict:
    """Give, for each trace, its slip and the step after which the list is first wrong."""
    return {1: (7, 2), 2: (3, 2), 3: (9, 3)}
