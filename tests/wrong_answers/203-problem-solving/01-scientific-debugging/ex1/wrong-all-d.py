# fails: ex1-tests
# why: gives the last letter for all
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('dddddddd', start=1))
