# fails: ex3-tests
# why: takes the majority of three, where bad commits pass as often as not
def culprit(n, run, miss, false, budget):
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) // 2
        if sum(run(middle) or 0 for _ in range(3)) >= 2:
            high = middle
        else:
            low = middle + 1
    return low, 0.95
