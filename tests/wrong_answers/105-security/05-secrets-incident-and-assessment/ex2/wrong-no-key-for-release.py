# fails: ex2-tests-changes
# why: takes the key out of the job that needs it
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h', 'j']}
