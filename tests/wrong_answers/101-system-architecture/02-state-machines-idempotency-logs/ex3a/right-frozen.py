def crash_points():
    """Three places lose the sale, two book it twice."""
    lost, twice = ("3 4 7", "10 11")
    return {"twice": frozenset(map(int, twice.split())), "lost": frozenset(map(int, lost.split()))}
