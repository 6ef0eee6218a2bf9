# fails: ex2-tests-event
# why: two indexes that begin alike
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('customer_id', 'event_id')]
