# fails: ex1-tests-within
# why: whatever comes into the gateway is called a change of trust, reviewed or not
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "customers", 7: "other teams"}, "no owner": 9}
