# fails: ex2-tests-with
# why: changes the test first, sees it red, and commits that
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4, 8], [5], [13], [2], [11, 3, 7, 14]]
