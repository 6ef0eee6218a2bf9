def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('status', 'event_id', 'cents'), ('customer_id', 'created')]
