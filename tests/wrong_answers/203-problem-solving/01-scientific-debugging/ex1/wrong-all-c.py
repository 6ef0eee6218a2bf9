# fails: ex1-tests-price
# why: gives the letter of the visible test for all
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cccccccc', start=1))
