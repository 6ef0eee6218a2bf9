# fails: ex2-tests-green
# why: the new name first, its callers in the next commit
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 12], [6, 9], [10, 4, 8], [5], [2, 13], [11, 3, 7, 14]]
