# fails: ex2-tests-left
# why: names the path that was cheapest before the measures
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', "check the parcel's owner", 'decode labels, then check'],
        "left": ['SQL in the login', 'export all customers'],
    }
