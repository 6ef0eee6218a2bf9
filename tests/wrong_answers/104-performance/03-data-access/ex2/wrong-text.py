# fails: ex2-tests
# why: gives each index as one text
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return ['customer_id, created', 'status, event_id']
