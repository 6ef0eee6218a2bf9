# fails: ex1-tests
# why: red only if nobody can doubt it, and so hardly ever
def guard(before, after):
    return all(late > early for early, late in zip(before, after))
