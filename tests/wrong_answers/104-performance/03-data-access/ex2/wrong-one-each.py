# fails: ex2-tests
# why: an index for each query
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('event_id', 'status'), ('status', 'created'), ('event_id', 'customer_id')]
