# fails: ex2-tests-stranger
# why: takes strangers' tests for the hole, where no key lies
def review() -> dict:
    return {"ways": {6: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h']}
