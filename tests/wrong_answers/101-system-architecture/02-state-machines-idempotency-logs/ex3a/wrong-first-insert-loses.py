# fails: ex3a-tests
# why: forgets that the customer asks again
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {1, 2, 3, 4, 7}, "twice": {10, 11}}
