# fails: ex1a-tests-late
# why: fetches a label, which lies inside
def names() -> dict:
    return {"late": 'latest.txt', "prefix": '../labels-old/keys.txt', "tidy": 'photos/keys.txt'}
