# fails: ex3-tests-stable
# why: computes an offset in the same statement
def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    sql = (
        "SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ? "
        "OFFSET (SELECT count(*) FROM orders WHERE (created, id) >= (?, ?))"
    )
    return store.query(sql, [size, *(after or (float("inf"), 0))])
