# fails: ex1-tests-within
# why: lists all boundaries and not those that the team forgot
def review() -> dict:
    return {"forgotten": {1: "customers", 2: "customers", 3: "partner staff", 4: "other teams", 5: "partner staff", 6: "customers"}, "no owner": 9}
