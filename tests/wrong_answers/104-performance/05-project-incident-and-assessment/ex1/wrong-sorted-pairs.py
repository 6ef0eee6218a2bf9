# fails: ex1-tests
# why: sorts both sides, and so pairs runs that never met the same runner
def guard(before, after):
    return max(late / early for early, late in zip(sorted(before), sorted(after))) > 1.1
