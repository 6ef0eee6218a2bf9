# fails: ex1-tests
# why: guards the tail by one run of each side
def guard(before, after):
    return max(after) > 1.05 * max(before)
