# fails: ex1a-tests-prefix
# why: leads to a folder whose name begins differently
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '../private/keys.txt', "tidy": 'photos/keys.txt'}
