# fails: ex2-tests, ex2-tests-clerk
# why: mends the login although the export is guarded, and runs out of days for the labels
def plan() -> dict:
    return {
        "measures": ['a second person approves exports', "check the parcel's owner", 'parameters in the login'],
        "left": ['sign up', 'climb out of the labels', 'use the keys'],
    }
