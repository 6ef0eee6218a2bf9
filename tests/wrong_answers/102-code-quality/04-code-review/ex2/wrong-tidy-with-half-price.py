# fails: ex2-tests-one
# why: moves euros in the commit that needed desk.py anyway
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [5], [2, 13], [10, 4, 8, 11, 3, 7, 14]]
