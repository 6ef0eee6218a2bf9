# fails: ex3-tests
# why: takes the largest number of 32 bits for larger than all times, and times in milliseconds are larger
def next_page(store, size, after=None):
    after = after or (2**31, 2**31)
    return store.query("SELECT created, id, cents FROM orders WHERE (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?", [*after, size])
