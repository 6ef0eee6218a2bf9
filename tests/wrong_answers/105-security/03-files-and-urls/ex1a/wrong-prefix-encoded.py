# fails: ex1a-tests-prefix
# why: encodes the dots, as if the door decoded last
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '%2e%2e/private/keys.txt', "tidy": 'photos/keys.txt'}
