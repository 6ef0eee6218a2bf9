# fails: ex1-tests-owner
# why: marks the updates as a boundary and does not see that nobody can say whose
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "customers", 9: "other teams"}, "no owner": None}
