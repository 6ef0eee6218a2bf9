# fails: ex3-tests
# why: bisects as if the test told the truth
def culprit(n, run, miss, false, budget):
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) // 2
        if run(middle):
            high = middle
        else:
            low = middle + 1
    return low, 1.0
