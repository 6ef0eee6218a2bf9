def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    columns, order = "SELECT created, id, cents FROM orders", "ORDER BY created DESC, id DESC"
    if after:
        created, number = after
        return store.query(f"{columns} WHERE (created, id) < (?, ?) {order} LIMIT ?", (created, number, size))
    return store.query(f"{columns} {order} LIMIT ?", (size,))
