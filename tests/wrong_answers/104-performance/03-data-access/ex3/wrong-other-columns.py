# fails: ex3-tests
# why: gives id and time the other way round
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE (created, id) < (?, ?)", [*after])
    return store.query(f"SELECT id, created, cents FROM orders {where} ORDER BY created DESC, id DESC LIMIT ?", [*values, size])
