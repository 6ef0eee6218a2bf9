# fails: ex3-tests-stable
# why: writes the pair out with OR, which walks through all before it
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    if after is None:
        return store.query("SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ?", [size])
    sql = "SELECT created, id, cents FROM orders WHERE created < ? OR created = ? AND id < ? ORDER BY created DESC, id DESC LIMIT ?"
    return store.query(sql, [after[0], *after, size])
