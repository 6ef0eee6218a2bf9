# fails: ex2-tests
# why: hands in nothing
def split() -> list[list[int]]:
    """Give the commits of change 420."""
    return []
