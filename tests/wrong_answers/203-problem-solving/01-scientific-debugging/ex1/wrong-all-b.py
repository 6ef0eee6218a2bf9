# fails: ex1-tests
# why: gives one letter for all, which is right in half of them
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('bbbbbbbb', start=1))
