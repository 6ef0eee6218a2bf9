# fails: ex2-tests-least
# why: puts the more selective column first, as one always does
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('event_id', 'status')]
