# fails: ex1-tests ex1-tests-wait ex1-tests-gone
# why: every failure is an error for users, and nothing else is named
def seen():
    return {
        "A": {"user_errors": "up"},
        "B": {"user_errors": "up"},
        "C": {"user_errors": "up"},
        "D": {"user_errors": "up"},
        "E": {"user_errors": "up"},
        "F": {"user_errors": "up"},
    }
