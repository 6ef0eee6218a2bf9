# fails: ex3-tests-stable
# why: takes twenty rows more and filters in Python, which is too few in a full second
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    if after is None:
        return store.query("SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ?", [size])
    rows = store.query("SELECT created, id, cents FROM orders WHERE created <= ? ORDER BY created DESC, id DESC LIMIT ?", [after[0], size + 6])
    return [row for row in rows if row[:2] < tuple(after)][:size]
