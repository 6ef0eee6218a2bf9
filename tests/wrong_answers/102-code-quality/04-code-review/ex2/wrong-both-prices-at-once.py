# fails: ex2-tests-one
# why: both changes of what customers pay in one commit
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4, 8], [5], [2, 13, 11, 3, 7, 14]]
