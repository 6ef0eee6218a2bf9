# fails: ex2-tests-clerk
# why: shuts the holes of the night and forgets that a clerk can export as well
def plan() -> dict:
    return {
        "measures": ['parameters in the login', 'role from the account', "check the parcel's owner", 'decode labels, then check'],
        "left": ['phish a clerk', 'borrow the admin tool', 'export all customers'],
    }
