# fails: ex3-tests
# why: gives nothing when the page isn't full
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    where, values = ("", []) if after is None else ("WHERE (created, id) < (?, ?)", [*after])
    rows = store.query(f"SELECT created, id, cents FROM orders {where} ORDER BY created DESC, id DESC LIMIT ?", [*values, size])
    return rows if len(rows) == size else []
