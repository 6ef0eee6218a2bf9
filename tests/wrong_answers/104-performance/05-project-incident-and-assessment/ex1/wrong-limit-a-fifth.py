# fails: ex1-tests, ex1-tests-faster
# why: a generous limit, so that nobody is annoyed
def guard(before, after):
    return median(late / early for early, late in zip(before, after)) > 1.2
