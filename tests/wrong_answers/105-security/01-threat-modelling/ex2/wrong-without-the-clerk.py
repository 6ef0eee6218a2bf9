# fails: ex2-tests-clerk
# why: a good plan against strangers only
def plan() -> dict:
    return {
        "measures": ['parameters in the login', 'role from the account', 'identity cards at sign-up'],
        "left": ['phish a clerk', 'borrow the admin tool', 'export all customers'],
    }
