# fails: ex2-tests
# why: brings the new file with each of its users
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4], [10, 8], [5], [2, 13], [11, 3, 7, 14]]
