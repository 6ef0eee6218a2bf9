# fails: ex2-tests
# why: names the queries instead of columns
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('customer',), ('event',)]
