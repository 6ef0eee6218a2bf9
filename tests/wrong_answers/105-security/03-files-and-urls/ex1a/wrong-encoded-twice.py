# fails: ex1a-tests-late
# why: encodes the dots twice, and the door decodes once
def names() -> dict:
    return {"late": '%252e%252e/private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos/keys.txt'}
