# fails: ex1-tests, ex1-tests-faster
# why: three deviations above the usual, of single runs: the runner's own wandering hides everything
from statistics import mean, stdev


def guard(before, after):
    return mean(after) > mean(before) + 3 * stdev(before)
