def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    return store.query(
        "SELECT created, id, cents FROM orders WHERE (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?",
        [*(after or (float("inf"), 0)), size],
    )
