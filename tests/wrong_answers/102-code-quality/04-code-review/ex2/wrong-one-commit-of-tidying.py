# fails: ex2-tests-one
# why: name, move and layout as one commit of tidying
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12, 10, 4, 8, 5], [2, 13], [11, 3, 7, 14]]
