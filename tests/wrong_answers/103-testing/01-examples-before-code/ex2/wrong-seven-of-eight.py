# fails: ex2-tests
# why: leaves out a test
def review() -> dict[int, str]:
    """Leave out what one is not sure of."""
    return {1: "fine", 2: "asks the double", 3: "repeats the code", 4: "too strict", 5: "cannot fail", 6: "fine", 8: "too strict"}
