# fails: ex1-tests
# why: one run of each is quick, and they ran right after one another
def guard(before, after):
    return after[0] > 1.05 * before[0]
