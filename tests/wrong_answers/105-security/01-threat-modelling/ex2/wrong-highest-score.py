# fails: ex2-tests, ex2-tests-clerk
# why: sorts findings by score and begins at the top
def plan() -> dict:
    return {
        "measures": ['encrypt the backups', 'parameters in the login', 'role from the account'],
        "left": ['sign up', 'count parcel numbers'],
    }
