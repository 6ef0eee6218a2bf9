# fails: ex2-tests-event
# why: an index on a column with three values
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ('status',)]
