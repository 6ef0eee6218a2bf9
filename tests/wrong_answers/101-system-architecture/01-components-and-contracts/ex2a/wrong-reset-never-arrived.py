# fails: ex2a-tests-doubt
# why: a reset means that it never arrived
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 3),
        "C": ("not done", 6),
        "D": ("not done", 5),
        "E": ("unknown", 2),
    }
