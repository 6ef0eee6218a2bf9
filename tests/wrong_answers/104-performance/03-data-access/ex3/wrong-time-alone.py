# fails: ex3-tests
# why: goes by the time alone, so orders of one time are lost
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    if after is None:
        return store.query("SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ?", [size])
    return store.query("SELECT created, id, cents FROM orders WHERE created < ? ORDER BY created DESC, id DESC LIMIT ?", [after[0], size])
