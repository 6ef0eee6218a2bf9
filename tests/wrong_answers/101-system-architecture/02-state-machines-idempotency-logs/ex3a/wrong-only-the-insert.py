# fails: ex3a-tests-twice
# why: before the commit the number is safe
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4, 7}, "twice": {10}}
