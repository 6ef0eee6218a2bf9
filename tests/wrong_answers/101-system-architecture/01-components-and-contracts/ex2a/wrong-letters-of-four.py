# fails: ex2a-tests, ex2a-tests-doubt
# why: forgets the web page
def decisions():
    return {"A": ("declined", 1), "B": ("unknown", 3), "C": ("unknown", 2), "D": ("not done", 5)}
