# fails: ex2-tests-event
# why: one index for both, by customer first
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'event_id'), ('status', 'created')]
