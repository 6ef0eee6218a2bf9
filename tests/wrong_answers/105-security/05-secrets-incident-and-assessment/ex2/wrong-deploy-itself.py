# fails: ex2-tests-owners
# why: takes the deploy itself for a way
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 22: 'owner'}, "changes": ['a', 'f', 'h']}
