# fails: ex2-tests-changes
# why: writes capital letters, which the list does not have
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['A', 'F', 'H']}
