# fails: ex1-tests, ex1-tests-faster
# why: before over after, with the limit of after over before
def guard(before, after):
    return median(early / late for early, late in zip(before, after)) > 1.05
