# fails: ex3-tests
# why: takes a commit for bad only if all of three runs fail
def culprit(n, run, miss, false, budget):
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) // 2
        if all([run(middle) for _ in range(3)]):
            high = middle
        else:
            low = middle + 1
    return low, 0.99
