# fails: ex2-tests-strict
# why: the test does fail, for example on a wrong rate
def review() -> dict[int, str]:
    """Give each test's number with the label that says what it is worth."""
    return {
        1: "fine",
        2: "asks the double",
        3: "cannot fail",
        4: "too strict",
        5: "cannot fail",
        6: "fine",
        7: "cannot fail",
        8: "too strict",
    }
