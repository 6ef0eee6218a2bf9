# fails: ex1a-tests-tidy
# why: names the link and no file behind it
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos'}
