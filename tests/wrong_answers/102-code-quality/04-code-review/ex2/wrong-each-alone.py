# fails: ex2-tests
# why: one commit a hunk
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[10], [4], [8], [5], [11], [3], [1], [6], [9], [12], [2], [13], [7], [14]]
