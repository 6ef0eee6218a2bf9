# fails: ex2-tests-changes
# why: adds what sounds right
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'b', 'f', 'h']}
