# fails: ex1-tests
# why: slower in most pairs, without a margin: a coin
def guard(before, after):
    return sum(late > early for early, late in zip(before, after)) > len(before) / 2
