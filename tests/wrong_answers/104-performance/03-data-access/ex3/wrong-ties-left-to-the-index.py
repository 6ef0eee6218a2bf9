# fails: ex3-tests
# why: orders by the time alone, and ties came by id as long as that one index was read
def next_page(store, size, after=None):
    after = after or [10**15, 10**15]
    return store.query("SELECT created, id, cents FROM orders WHERE (created, id) < (?, ?) ORDER BY created DESC LIMIT ?", [*after, size])
