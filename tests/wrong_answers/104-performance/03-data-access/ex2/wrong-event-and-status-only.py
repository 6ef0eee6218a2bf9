# fails: ex2-tests
# why: serves the query that looks most difficult
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('status', 'event_id'), ('event_id', 'customer_id')]
