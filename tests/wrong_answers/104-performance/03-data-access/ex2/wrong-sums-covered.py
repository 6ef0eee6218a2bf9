# fails: ex2-tests
# why: an index with what the queries show, not with what they ask for
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('cents', 'customer_id'), ('status', 'event_id')]
