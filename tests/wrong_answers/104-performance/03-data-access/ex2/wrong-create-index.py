# fails: ex2-tests
# why: writes the statements
def indexes():
    """Give at most two indexes, each a tuple of columns."""
    return ["CREATE INDEX a ON orders (customer_id, created)", "CREATE INDEX b ON orders (status, event_id)"]
