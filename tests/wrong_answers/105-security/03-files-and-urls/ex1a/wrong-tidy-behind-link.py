# fails: ex1a-tests-tidy
# why: goes up behind a link, and the door crosses both out before it opens
def names() -> dict:
    return {"late": '%2e%2e/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'partner/../keys.txt'}
