# fails: ex1a-tests-late
# why: takes the attack on a filter that takes dots out, which this door has not
def names() -> dict:
    return {"late": '%2e%2e%2e%2e//private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos/keys.txt'}
