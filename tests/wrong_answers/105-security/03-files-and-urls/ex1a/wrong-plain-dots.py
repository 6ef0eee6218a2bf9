# fails: ex1a-tests-late
# why: writes the dots that the door looks for
def names() -> dict:
    return {"late": '../private/keys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos/keys.txt'}
