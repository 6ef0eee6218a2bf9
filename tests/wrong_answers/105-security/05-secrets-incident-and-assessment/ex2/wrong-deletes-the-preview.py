# fails: ex2-tests-changes
# why: shuts the way together with the work
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['c', 'f', 'h']}
