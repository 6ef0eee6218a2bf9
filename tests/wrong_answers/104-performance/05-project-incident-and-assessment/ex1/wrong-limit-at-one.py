# fails: ex1-tests
# why: any slowdown is one
def guard(before, after):
    return median(late / early for early, late in zip(before, after)) > 1
