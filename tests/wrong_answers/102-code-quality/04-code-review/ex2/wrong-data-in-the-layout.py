# fails: ex2-tests-one
# why: puts the field into the data while it is laying out tables
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4, 8], [5, 11], [2, 13], [3, 7, 14]]
