# fails: ex3-tests
# why: goes by the id alone, because it is unique
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE id < ?", [after[1]])
    return store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY id DESC LIMIT ?", [*values, size])
