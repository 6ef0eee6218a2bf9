# fails: ex2-tests-fine
# why: whatever is passed in is taken for a mock, and mocks for bad
def review() -> dict[int, str]:
    """Give each test's number with the label that says what it is worth."""
    return {
        1: "fine",
        2: "asks the double",
        3: "repeats the code",
        4: "too strict",
        5: "cannot fail",
        6: "asks the double",
        7: "cannot fail",
        8: "too strict",
    }
