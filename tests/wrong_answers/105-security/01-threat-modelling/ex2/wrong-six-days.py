# fails: ex2-tests
# why: overlooks that the four take 6 days
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', "check the parcel's owner", 'decode labels, then check', 'role from the account'],
        "left": ['find an old backup', 'read the backup'],
    }
