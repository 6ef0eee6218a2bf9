# fails: ex3a-tests
# why: forgets that the broker delivers again
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4, 7, 8, 9}, "twice": {10, 11}}
