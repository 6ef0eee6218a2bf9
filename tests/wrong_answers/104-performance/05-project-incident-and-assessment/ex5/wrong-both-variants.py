# fails: ex5-tests-cost, ex5-tests-ahead
# why: decides at run time which variant it is, and mends neither
def doors(store, scans):
    routes = bool(store.query("SELECT count(*) FROM routes")[0][0])
    yield from (budgets.loading_slowly if routes else budgets.doors_slowly)(store, iter([*scans]))
