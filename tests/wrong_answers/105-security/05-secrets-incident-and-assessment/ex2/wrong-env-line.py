# fails: ex2-tests-stranger
# why: names the line where the key is set
def review() -> dict:
    return {"ways": {9: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h']}
