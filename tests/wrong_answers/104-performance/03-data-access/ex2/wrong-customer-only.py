# fails: ex2-tests-event
# why: one index for the query that is asked most often
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created')]
