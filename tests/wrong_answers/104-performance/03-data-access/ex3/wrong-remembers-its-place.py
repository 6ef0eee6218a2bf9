# fails: ex3-tests-stable
# why: counts pages by itself, and new orders push them down
_SEEN = {"rows": 0}


def next_page(store, size, after=None):
    """Give the orders behind a cursor (created, id), newest first."""
    _SEEN["rows"] = 0 if after is None else _SEEN["rows"]
    rows = store.query("SELECT created, id, cents FROM orders ORDER BY created DESC, id DESC LIMIT ? OFFSET ?", [size, _SEEN["rows"]])
    _SEEN["rows"] += len(rows)
    return rows
