# fails: ex1-tests-owner
# why: takes strangers' words for an arrow that nobody can answer for
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "customers"}, "no owner": 6}
