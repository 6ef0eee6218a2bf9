# fails: ex1-tests-within
# why: another machine, so another zone, although the team alone computes what goes there
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "customers", 10: "other teams"}, "no owner": 9}
