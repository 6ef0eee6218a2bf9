# fails: ex3a-tests-twice
# why: a repeat of the relay doubles the sale
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {3, 4, 7}, "twice": {7, 10, 11}}
