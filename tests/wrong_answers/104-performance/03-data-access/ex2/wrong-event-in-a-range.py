# fails: ex2-tests-least
# why: puts the time between the event and the status
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('event_id', 'created', 'status')]
