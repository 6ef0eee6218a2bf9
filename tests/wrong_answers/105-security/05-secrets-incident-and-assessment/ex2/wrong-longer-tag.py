# fails: ex2-tests-changes
# why: takes a longer tag for a fixed one
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'e', 'h']}
