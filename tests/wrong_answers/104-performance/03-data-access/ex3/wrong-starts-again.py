# fails: ex3-tests
# why: begins again behind the last order
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE (created, id) < (?, ?)", [*after])
    rows = store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created DESC, id DESC LIMIT ?", [*values, size])
    return rows or next_page(store, size)
