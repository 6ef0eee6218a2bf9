# fails: ex2-tests ex2-tests-fine
# why: labels of one's own
def review() -> dict[int, str]:
    """Give each test's number with the label that says what it is worth."""
    return {
        1: "ok",
        2: "asks the double",
        3: "repeats the code",
        4: "too strict",
        5: "cannot fail",
        6: "ok",
        7: "cannot fail",
        8: "too strict",
    }
