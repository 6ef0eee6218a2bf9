# fails: ex2-tests-left
# why: tells the path from the goal to its beginning
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', "check the parcel's owner", 'decode labels, then check'],
        "left": ['read the backup', 'find an old backup'],
    }
