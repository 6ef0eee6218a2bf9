# fails: ex2-tests
# why: one index for both, by event first
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('event_id', 'customer_id'), ('status', 'created')]
