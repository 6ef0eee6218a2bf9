# fails: ex1a-tests-prefix
# why: lengthens the folder's name where a slash follows anyway
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '-old/keys.txt', "tidy": 'photos/keys.txt'}
