def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[11], [10], [8], [4], [5], [12, 9, 6, 1], [13, 2], [14, 7, 3]]
