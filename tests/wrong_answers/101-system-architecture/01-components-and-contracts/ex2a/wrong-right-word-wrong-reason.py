# fails: ex2a-tests-doubt
# why: unknown, because nothing happened
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 3),
        "C": ("unknown", 6),
        "D": ("not done", 5),
        "E": ("unknown", 6),
    }
