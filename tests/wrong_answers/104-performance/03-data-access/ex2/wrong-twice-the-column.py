# fails: ex2-tests
# why: has a column twice in an index
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created', 'customer_id'), ('status', 'event_id')]
