# fails: ex2b-tests
# why: divides by the mean share and gives one date twice
from itertools import accumulate
def runs_out(left, futures):
    if left <= 0:
        return 0, 0
    shares = [share for future in futures for share in future]
    mean = sum(shares) / len(shares)
    day = 31 if mean == 0 else min(31, -int(-left // mean))
    return day, day
