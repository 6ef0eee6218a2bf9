# fails: ex1-tests, ex1-tests-faster
# why: says the colour, as the page does
def guard(before, after):
    return "red" if median(late / early for early, late in zip(before, after)) > 1.05 else "green"
