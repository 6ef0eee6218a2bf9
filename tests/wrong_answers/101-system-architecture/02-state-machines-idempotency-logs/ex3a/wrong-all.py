# fails: ex3a-tests
# why: names everything, to be sure
def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": set(range(1, 12)), "twice": set(range(1, 12))}
