# fails: ex1-tests-price
# why: splits the two likeliest and forgets the others
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cbcbdabd', start=1))
