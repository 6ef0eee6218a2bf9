# fails: ex2-tests-changes
# why: thinks that permissions guard the environment
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['b', 'f', 'h']}
