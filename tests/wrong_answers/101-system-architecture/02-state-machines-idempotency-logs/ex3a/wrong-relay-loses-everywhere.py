# fails: ex3a-tests
# why: a crash anywhere in the relay loses the message
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4, 5, 6, 7}, "twice": {10, 11}}
