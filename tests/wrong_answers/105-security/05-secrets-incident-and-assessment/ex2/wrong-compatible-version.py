# fails: ex2-tests-changes
# why: takes a bound of versions for a pin
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'g']}
