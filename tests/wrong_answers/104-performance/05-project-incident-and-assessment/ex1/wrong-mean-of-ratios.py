# fails: ex1-tests
# why: takes pairs, and lets one disturbed run decide
from statistics import mean


def guard(before, after):
    return mean(late / early for early, late in zip(before, after)) > 1.05
