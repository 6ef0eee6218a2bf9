# fails: ex2-tests-owners
# why: names each line with a foreign name
def review() -> dict:
    return {"ways": {4: 'owner', 11: 'owner', 18: 'owner', 19: 'owner', 21: 'owner', 13: 'stranger'}, "changes": ['a', 'f', 'h']}
