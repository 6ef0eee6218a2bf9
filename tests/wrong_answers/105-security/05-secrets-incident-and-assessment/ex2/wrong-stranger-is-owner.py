# fails: ex2-tests-stranger
# why: takes the owner of the checkout step for the one who comes in
def review() -> dict:
    return {"ways": {13: 'owner', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h']}
