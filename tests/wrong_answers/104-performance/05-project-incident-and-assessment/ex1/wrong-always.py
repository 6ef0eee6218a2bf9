# fails: ex1-tests, ex1-tests-faster
# why: a gate without misses
def guard(before, after):
    return True
