# fails: ex1-tests
# why: medians are robust, so the median of each side; each comes from another moment of the runner
def guard(before, after):
    return median(after) / median(before) > 1.05
