# fails: ex2a-tests
# why: 429 means no
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 3),
        "C": ("unknown", 2),
        "D": ("declined", 5),
        "E": ("unknown", 2),
    }
