# fails: ex1-tests
# why: five per cent more than the mean before, as in most gates
from statistics import mean


def guard(before, after):
    return mean(after) > 1.05 * mean(before)
