# fails: ex1a-tests-late
# why: encodes the slash and leaves the dots
def names() -> dict:
    return {"late": '..%2fprivate%2fkeys.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos/keys.txt'}
