# fails: ex2-tests, ex2-tests-pass
# why: an empty budget refuses nobody
def budget():
    return {}
