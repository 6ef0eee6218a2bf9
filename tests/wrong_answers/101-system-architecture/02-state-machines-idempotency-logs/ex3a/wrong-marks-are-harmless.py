# fails: ex3a-tests
# why: the relay runs again, so the message is published some time
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4}, "twice": {10, 11}}
