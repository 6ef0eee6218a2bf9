# fails: ex2b-tests ex2b-tests-range
# why: leaves out the futures that do not run out
from itertools import accumulate
def runs_out(left, futures):
    if left <= 0:
        return 0, 0
    results = []
    for future in futures:
        day = next((day for day, gone in enumerate(accumulate(future), 1) if gone >= left), None)
        if day is not None:
            results.append(day)
    results.sort()
    cut = len(results) // 20
    return results[cut], results[-1 - cut]
