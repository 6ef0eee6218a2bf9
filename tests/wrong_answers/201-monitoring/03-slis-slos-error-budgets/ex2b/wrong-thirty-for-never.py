# fails: ex2b-tests
# why: gives 30 where a future does not run out
from itertools import accumulate
def runs_out(left, futures):
    if left <= 0:
        return 0, 0
    results = []
    for future in futures:
        results.append(next((day for day, gone in enumerate(accumulate(future), 1) if gone >= left), 30))
    results.sort()
    cut = len(futures) // 20
    return results[cut], results[-1 - cut]
