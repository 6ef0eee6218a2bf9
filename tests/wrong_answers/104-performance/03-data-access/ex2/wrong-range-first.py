# fails: ex2-tests
# why: puts the column with the order first
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('created', 'customer_id'), ('status', 'event_id')]
