# fails: ex2-tests-green
# why: the field in the data comes after the code that reads it
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4, 8], [5], [2, 13], [3, 7], [11, 14]]
