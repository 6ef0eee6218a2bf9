# fails: ex3-tests
# why: gives the oldest first, as in the worked example
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE (created, id) > (?, ?)", [*after])
    return store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created, id LIMIT ?", [*values, size])
