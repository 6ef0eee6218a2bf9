# fails: ex1-tests-words
# why: logs go out and not in, so nothing can come from there
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff"}, "no owner": 9}
