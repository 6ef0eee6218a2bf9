# fails: ex3-tests-stable
# why: counts the orders before the cursor, and asks by offset
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    skip = 0
    if after is not None:
        ((skip,),) = store.query("SELECT count(*) FROM orders WHERE (created, id) >= (?, ?)", after)
    return store.query("SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ? OFFSET ?", [size, skip])
