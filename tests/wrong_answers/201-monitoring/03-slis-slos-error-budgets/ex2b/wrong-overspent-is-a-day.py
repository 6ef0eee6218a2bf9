# fails: ex2b-tests
# why: lets an overspent budget run out on the first day
from itertools import accumulate
def runs_out(left, futures):
    results = []
    for future in futures:
        results.append(next((day for day, gone in enumerate(accumulate(future), 1) if gone >= left), 31))
    results.sort()
    cut = len(futures) // 20
    return results[cut], results[-1 - cut]
