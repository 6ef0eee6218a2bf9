# fails: ex5-tests-cost, ex5-tests-ahead
# why: the rows were right already
def doors(store, scans):
    return budgets.loading_slowly(store, scans)
