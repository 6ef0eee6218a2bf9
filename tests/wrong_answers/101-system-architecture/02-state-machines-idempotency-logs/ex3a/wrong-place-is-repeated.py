# fails: ex3a-tests
# why: the second place writes the message, although it finds the order
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {7}, "twice": {10, 11}}
