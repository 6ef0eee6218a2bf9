# fails: ex2-tests-with
# why: the test of half price follows in a commit of its own
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 6, 9, 12], [10, 4, 8], [5], [2, 13], [11, 3, 7], [14]]
