# fails: ex1-tests
# why: takes the dearest look, as the most thorough one
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('dcaadcdd', start=1))
