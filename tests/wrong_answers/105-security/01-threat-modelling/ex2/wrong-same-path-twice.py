# fails: ex2-tests, ex2-tests-clerk
# why: two of the measures guard the clerk's way, and the labels stay open
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', 'security keys for clerks', "check the parcel's owner"],
        "left": ['sign up', 'climb out of the labels', 'use the keys'],
    }
