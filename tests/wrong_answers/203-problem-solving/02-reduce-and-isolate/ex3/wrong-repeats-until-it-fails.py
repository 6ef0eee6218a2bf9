# fails: ex3-tests-both
# why: takes a commit for bad if one of five runs fails, which suits a test that errs one way
def culprit(n, run, miss, false, budget):
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) // 2
        if any([run(middle) for _ in range(5)]):
            high = middle
        else:
            low = middle + 1
    return low, 0.99
