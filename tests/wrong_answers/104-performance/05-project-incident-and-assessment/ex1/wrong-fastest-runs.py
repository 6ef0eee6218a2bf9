# fails: ex1-tests
# why: the fastest run is said to be free of noise; here it is the runner's luckiest moment
def guard(before, after):
    return min(after) > 1.05 * min(before)
