# fails: ex2-tests-green
# why: keeps all tests for the last commit
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9], [10, 4, 8], [5], [2], [11, 3, 7], [12, 13, 14]]
