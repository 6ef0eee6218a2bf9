# fails: ex3-tests
# why: joins time and id to one text
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE created || '-' || id < ?", [f"{after[0]}-{after[1]}"])
    return store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created DESC, id DESC LIMIT ?", [*values, size])
