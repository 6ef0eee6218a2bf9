# fails: ex2a-tests, ex2a-tests-doubt
# why: reads the status only
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("paid", 4),
        "C": ("unknown", 2),
        "D": ("declined", 1),
        "E": ("paid", 4),
    }
