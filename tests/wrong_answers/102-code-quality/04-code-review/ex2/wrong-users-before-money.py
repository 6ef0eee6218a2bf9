# fails: ex2-tests
# why: moves the users before the file is there
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [4, 8], [10], [5], [2, 13], [11, 3, 7, 14]]
