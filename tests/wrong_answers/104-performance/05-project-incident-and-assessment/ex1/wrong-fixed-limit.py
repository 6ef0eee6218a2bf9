# fails: ex1-tests
# why: the limit of the worked example, on a runner that changes its speed
def guard(before, after):
    return median(after) > 105
