# fails: ex3a-tests
# why: the second place writes a second message
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {4, 7}, "twice": {3, 10, 11}}
