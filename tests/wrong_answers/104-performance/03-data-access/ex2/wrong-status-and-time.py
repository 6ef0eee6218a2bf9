# fails: ex2-tests-event
# why: takes the status, because three queries ask for it, with the time
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('status', 'created')]
