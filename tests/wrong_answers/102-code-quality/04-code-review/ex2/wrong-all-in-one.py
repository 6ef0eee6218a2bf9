# fails: ex2-tests-one
# why: hands in everything as one commit, because it is green
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]]
