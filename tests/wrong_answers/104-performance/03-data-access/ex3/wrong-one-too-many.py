# fails: ex3-tests
# why: asks for one more, to see whether there is a next page, and gives it
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE (created, id) < (?, ?)", [*after])
    return store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created DESC, id DESC LIMIT ?", [*values, size + 1])
