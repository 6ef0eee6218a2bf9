# fails: ex1a-tests-late, ex1a-tests-prefix
# why: leads all three doors through the link, and two shelves have no links
def names() -> dict:
    return {"late": 'photos/keys.txt', "prefix": 'photos/keys.txt', "tidy": 'photos/keys.txt'}
