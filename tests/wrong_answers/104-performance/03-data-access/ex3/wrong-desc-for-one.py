# fails: ex3-tests
# why: DESC belongs to one column only
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE (created, id) < (?, ?)", [*after])
    return store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created DESC, id LIMIT ?", [*values, size])
