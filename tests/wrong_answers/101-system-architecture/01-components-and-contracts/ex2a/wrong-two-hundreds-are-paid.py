# fails: ex2a-tests-doubt
# why: a status of success is success
def decisions():
    return {
        "A": ("declined", 1),
        "B": ("paid", 4),
        "C": ("unknown", 2),
        "D": ("not done", 5),
        "E": ("paid", 4),
    }
