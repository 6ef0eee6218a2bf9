# fails: ex2-tests-changes
# why: switches the tests off as well, to be on the safe side
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h', 'i']}
