# fails: ex2a-tests
# why: a refusal without details is doubtful
def decisions():
    return {
        "A": ("unknown", 2),
        "B": ("unknown", 3),
        "C": ("unknown", 2),
        "D": ("not done", 5),
        "E": ("unknown", 2),
    }
