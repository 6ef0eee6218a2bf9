def crash_points():
    """Give the operations before which a power cut loses the sale, or books it twice."""
    return {"lost": [7, 3, 4], "twice": [11, 10]}
