# fails: ex2a-tests-doubt
# why: not all of it is none of it
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("declined", 3),
        "C": ("unknown", 2),
        "D": ("not done", 5),
        "E": ("unknown", 2),
    }
