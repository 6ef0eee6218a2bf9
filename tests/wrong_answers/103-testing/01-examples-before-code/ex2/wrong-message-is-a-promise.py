# fails: ex2-tests-strict
# why: the test names the error, so it looks exact and good
def review() -> dict[int, str]:
    """Give each test's number with the label that says what it is worth."""
    return {
        1: "fine",
        2: "asks the double",
        3: "repeats the code",
        4: "fine",
        5: "cannot fail",
        6: "fine",
        7: "cannot fail",
        8: "too strict",
    }
