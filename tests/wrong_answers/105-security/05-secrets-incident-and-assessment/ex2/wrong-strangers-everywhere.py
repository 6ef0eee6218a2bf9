# fails: ex2-tests-owners
# why: takes whoever owns the step for a stranger with a pull request
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'stranger', 21: 'owner'}, "changes": ['a', 'f', 'h']}
