# fails: ex1-tests
# why: names each group in words of its own, which nobody can count or compare
def review() -> dict:
    return {"forgotten": {4: "thirty teams", 5: "partner staff", 6: "customers"}, "no owner": 9}
