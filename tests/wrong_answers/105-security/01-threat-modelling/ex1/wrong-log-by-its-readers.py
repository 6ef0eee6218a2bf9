# fails: ex1-tests-words
# why: names those who open the page and not those whose words stand on it
def review() -> dict:
    return {"forgotten": {4: "other teams", 5: "partner staff", 6: "other teams"}, "no owner": 9}
