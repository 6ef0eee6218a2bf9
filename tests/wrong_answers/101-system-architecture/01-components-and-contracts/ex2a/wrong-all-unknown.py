# fails: ex2a-tests
# why: says unknown to be safe
def decisions():
    return {
        "A": ("unknown", 2),
        "B": ("unknown", 3),
        "C": ("unknown", 2),
        "D": ("unknown", 2),
        "E": ("unknown", 2),
    }
