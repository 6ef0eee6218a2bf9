# fails: ex2b-tests-range
# why: leaves nothing out
from itertools import accumulate
def runs_out(left, futures):
    if left <= 0:
        return 0, 0
    results = []
    for future in futures:
        results.append(next((day for day, gone in enumerate(accumulate(future), 1) if gone >= left), 31))
    results.sort()
    cut = 0
    return results[cut], results[-1 - cut]
