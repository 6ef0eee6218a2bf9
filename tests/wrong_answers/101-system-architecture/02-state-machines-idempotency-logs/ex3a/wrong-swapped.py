# fails: ex3a-tests
# why: the two words change places
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {10, 11}, "twice": {3, 4, 7}}
