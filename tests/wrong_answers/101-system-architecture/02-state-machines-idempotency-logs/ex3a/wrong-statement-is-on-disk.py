# fails: ex3a-tests
# why: takes a statement for done before its commit
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 7}, "twice": {10}}
