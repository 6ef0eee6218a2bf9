# fails: ex2-tests-changes
# why: thinks that masked logs keep a key
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['d', 'f', 'h']}
