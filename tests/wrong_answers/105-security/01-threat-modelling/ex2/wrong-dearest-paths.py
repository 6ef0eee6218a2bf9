# fails: ex2-tests, ex2-tests-clerk
# why: shuts the ways that look most like an attack, which nobody needs to take
def plan() -> dict:
    return {
        "measures": ['encrypt the backups', 'security keys for clerks'],
        "left": ['SQL in the login', 'export all customers'],
    }
