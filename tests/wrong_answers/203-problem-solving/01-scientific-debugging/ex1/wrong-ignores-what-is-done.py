# fails: ex1-tests-new
# why: reads the signs of a look that was taken already
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cbcbdaab', start=1))
