# fails: ex3-tests
# why: takes a cursor with a time of 0 for none
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("WHERE (created, id) < (?, ?)", [*after]) if after and after[0] else ("", [])
    return store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created DESC, id DESC LIMIT ?", [*values, size])
