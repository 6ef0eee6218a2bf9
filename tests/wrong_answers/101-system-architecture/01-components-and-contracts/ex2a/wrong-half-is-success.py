# fails: ex2a-tests-doubt
# why: half of the money is money
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("paid", 4),
        "C": ("unknown", 2),
        "D": ("not done", 5),
        "E": ("unknown", 2),
    }
