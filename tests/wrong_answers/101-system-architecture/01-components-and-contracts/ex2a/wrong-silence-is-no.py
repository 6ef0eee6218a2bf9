# fails: ex2a-tests-doubt
# why: silence and breakage are a no
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 3),
        "C": ("declined", 6),
        "D": ("not done", 5),
        "E": ("declined", 6),
    }
