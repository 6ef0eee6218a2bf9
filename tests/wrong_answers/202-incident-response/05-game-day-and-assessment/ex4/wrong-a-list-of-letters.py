# fails: ex4-tests
# why: gives the answers as a list, in the order of the questions
def answers() -> dict:
    """Nothing to write here, if you answered above."""
    return [24, "c", "a", "d", "b", "b", "d", 20, "a", "c", "b", 35, "a", 3, "c", "b", "d", "a"]
