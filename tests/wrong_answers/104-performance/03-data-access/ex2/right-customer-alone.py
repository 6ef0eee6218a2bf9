def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id',), ('status', 'event_id')]
