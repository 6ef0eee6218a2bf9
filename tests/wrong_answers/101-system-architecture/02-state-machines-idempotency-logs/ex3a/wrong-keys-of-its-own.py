# fails: ex3a-tests-twice
# why: another key than the one in the example
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4, 7}, "booked twice": {10, 11}}
