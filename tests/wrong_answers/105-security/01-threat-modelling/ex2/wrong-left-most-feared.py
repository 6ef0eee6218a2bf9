# fails: ex2-tests-left
# why: names the path that people fear, which costs more than another
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', "check the parcel's owner", 'decode labels, then check'],
        "left": ['phish a clerk', 'borrow the admin tool', 'export all customers'],
    }
