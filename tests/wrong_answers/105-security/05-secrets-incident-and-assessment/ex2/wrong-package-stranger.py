# fails: ex2-tests-owners
# why: thinks that a pull request reaches the package
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'stranger'}, "changes": ['a', 'f', 'h']}
