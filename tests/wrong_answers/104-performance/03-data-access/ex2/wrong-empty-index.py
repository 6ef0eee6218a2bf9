# fails: ex2-tests
# why: has an index without columns
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer_id', 'created'), ()]
