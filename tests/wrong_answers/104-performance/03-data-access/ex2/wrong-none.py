# fails: ex2-tests
# why: leaves the table as it is, for the sake of the writes
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return []
