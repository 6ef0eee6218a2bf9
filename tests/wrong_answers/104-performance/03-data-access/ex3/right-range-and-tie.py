def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    sql = "SELECT created, id, cents FROM orders"
    values = []
    if after is not None:
        sql += " WHERE created <= ? AND (created < ? OR id < ?)"
        values = [after[0], after[0], after[1]]
    return store.query(sql + " ORDER BY created DESC, id DESC LIMIT ?", [*values, size])
