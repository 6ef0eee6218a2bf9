# fails: ex1-tests-within
# why: takes what is not encrypted for what somebody else decides
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "customers", 8: "other teams", 10: "other teams"}, "no owner": 9}
