# fails: ex2-tests
# why: the test has a long message, so it looks careful
def review() -> dict[int, str]:
    """Give each test's number with the label that says what it is worth."""
    return {
        1: "fine",
        2: "asks the double",
        3: "repeats the code",
        4: "too strict",
        5: "fine",
        6: "fine",
        7: "cannot fail",
        8: "too strict",
    }
