# fails: ex1-tests
# why: one bad pair is enough to be careful
def guard(before, after):
    return any(late > 1.1 * early for early, late in zip(before, after))
