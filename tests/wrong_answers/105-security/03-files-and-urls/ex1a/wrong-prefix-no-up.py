# fails: ex1a-tests-prefix
# why: forgets to leave the folder first
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": 'labels-old/keys.txt', "tidy": 'photos/keys.txt'}
