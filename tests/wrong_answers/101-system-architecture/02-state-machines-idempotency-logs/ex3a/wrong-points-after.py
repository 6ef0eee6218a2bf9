# fails: ex3a-tests
# why: counts the operation after which the power goes
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {2, 3, 6}, "twice": {9, 10}}
