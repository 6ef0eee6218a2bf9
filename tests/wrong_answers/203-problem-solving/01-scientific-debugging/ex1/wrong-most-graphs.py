# fails: ex1-tests-new
# why: opens the dashboard of forty graphs
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cbcbddbb', start=1))
