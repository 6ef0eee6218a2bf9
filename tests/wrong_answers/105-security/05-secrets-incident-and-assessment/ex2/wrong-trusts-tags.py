# fails: ex2-tests-owners
# why: takes a tag for fixed and the hashed file for open
def review() -> dict:
    return {"ways": {13: 'stranger', 20: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h']}
