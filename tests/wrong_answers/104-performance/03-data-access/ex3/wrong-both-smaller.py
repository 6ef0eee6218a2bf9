# fails: ex3-tests
# why: asks for both to be smaller, and drops older orders with a larger id
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    if after is None:
        return store.query("SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ?", [size])
    sql = "SELECT created, id, cents FROM orders WHERE created <= ? AND id < ? ORDER BY created DESC, id DESC LIMIT ?"
    return store.query(sql, [*after, size])
