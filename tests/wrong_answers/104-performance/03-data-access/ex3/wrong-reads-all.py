# fails: ex3-tests-stable
# why: reads all orders and cuts out the page in Python
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    rows = sorted(store.query("SELECT created, id, cents FROM orders"), reverse=True)
    return [row for row in rows if after is None or row[:2] < tuple(after)][:size]
