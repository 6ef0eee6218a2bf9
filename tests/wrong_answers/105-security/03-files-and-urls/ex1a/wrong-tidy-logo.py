# fails: ex1a-tests-tidy
# why: takes the other link, behind which lies a file that is no secret
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'partner/logo.txt'}
