# fails: ex2a-tests-doubt
# why: what cannot be read has not happened
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 3),
        "C": ("unknown", 2),
        "D": ("not done", 5),
        "E": ("not done", 6),
    }
