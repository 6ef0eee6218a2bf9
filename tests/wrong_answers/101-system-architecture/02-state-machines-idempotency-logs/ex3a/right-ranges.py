def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": {*range(3, 5), 7}, "twice": set(range(10, 12))}
