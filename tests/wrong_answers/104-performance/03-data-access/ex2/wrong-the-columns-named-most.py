# fails: ex2-tests
# why: indexes the two columns that most queries name
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return [('status',), ('created',)]
