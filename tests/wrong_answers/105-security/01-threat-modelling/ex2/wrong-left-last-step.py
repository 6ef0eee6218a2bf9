# fails: ex2-tests-left
# why: names the last step of the path and not the path
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', "check the parcel's owner", 'decode labels, then check'],
        "left": ['read the backup'],
    }
