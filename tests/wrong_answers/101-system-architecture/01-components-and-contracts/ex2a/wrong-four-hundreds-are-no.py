# fails: ex2a-tests
# why: every 4xx is the vendor's no
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 3),
        "C": ("unknown", 2),
        "D": ("declined", 1),
        "E": ("unknown", 2),
    }
