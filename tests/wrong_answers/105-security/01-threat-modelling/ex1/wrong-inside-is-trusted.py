# fails: ex1-tests
# why: the queue stands inside, and what is inside counts as ours
def review() -> dict:
    return {"forgotten": {5: "partner staff", 6: "customers"}, "no owner": 9}
