# fails: ex2-tests-with
# why: the call goes ahead of the function; no test of that moment notices
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4, 8], [5], [2, 13], [11, 7], [3, 14]]
