# fails: ex1a-tests-tidy
# why: leaves by dots, which this door sees
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": '../labels-old/keys.txt'}
