# fails: ex3a-tests-twice
# why: the uncommitted sum stays
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4, 7}, "twice": {9, 10, 11}}
