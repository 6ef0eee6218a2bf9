# fails: ex2-tests
# why: one commit a file: code lies in files, reasons do not
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return [[1, 2, 3], [4, 5, 6, 7], [8, 9], [10], [11], [12, 13], [14]]
