# fails: ex4-tests
# why: gives data where a table was asked for
def plan():
    return {"spelling": {"timeout": 60, "attempts": 1, "budget": 0, "limit": 20}}
