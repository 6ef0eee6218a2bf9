# fails: ex2-tests-least
# why: an index for the report of the month
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('event_id', 'cents')]
