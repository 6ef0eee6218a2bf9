# fails: ex2-tests
# why: gives an empty list
def to_blame(good, bad, run):
    return []
