# fails: ex2-tests-owners
# why: sees steps and overlooks packages
def review() -> dict:
    return {"ways": {13: 'stranger', 18: 'owner', 19: 'owner'}, "changes": ['a', 'f', 'h']}
