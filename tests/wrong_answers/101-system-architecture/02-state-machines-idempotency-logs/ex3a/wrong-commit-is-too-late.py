# fails: ex3a-tests
# why: thinks that only the commit can be hit
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {4, 7}, "twice": {11}}
