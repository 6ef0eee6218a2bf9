# fails: ex2-tests
# why: the double looks like the desk
def review() -> dict[int, str]:
    """Give each test's number with the label that says what it is worth."""
    return {
        1: "fine",
        2: "fine",
        3: "repeats the code",
        4: "too strict",
        5: "cannot fail",
        6: "fine",
        7: "cannot fail",
        8: "too strict",
    }
