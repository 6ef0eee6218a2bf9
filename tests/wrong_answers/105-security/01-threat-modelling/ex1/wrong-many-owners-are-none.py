# fails: ex1-tests-owner
# why: thirty teams may write, so nobody owns the queue; but it is known who they are
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "customers"}, "no owner": 4}
