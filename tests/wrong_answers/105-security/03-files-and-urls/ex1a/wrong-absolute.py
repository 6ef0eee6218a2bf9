# fails: ex1a-tests-late
# why: takes an absolute name, which an f-string does not follow
def names() -> dict:
    return {"late": '/depot/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos/keys.txt'}
