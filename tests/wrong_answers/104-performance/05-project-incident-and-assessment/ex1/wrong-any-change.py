# fails: ex1-tests-faster
# why: a change of behaviour in either direction deserves a look
def guard(before, after):
    return abs(median(late / early for early, late in zip(before, after)) - 1) > 0.05
