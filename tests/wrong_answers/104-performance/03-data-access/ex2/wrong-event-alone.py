# fails: ex2-tests-least
# why: one column for each of the two largest queries
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id',), ('event_id',)]
