# fails: ex1a-tests-tidy
# why: takes a link that stays inside
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'latest.txt'}
