# fails: ex1-tests
# why: throws one outlier away on each side, and compares means
from statistics import mean


def guard(before, after):
    return mean(sorted(after)[:-1]) > 1.05 * mean(sorted(before)[:-1])
