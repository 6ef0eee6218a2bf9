# fails: ex1-tests-price
# why: takes a look of price 1 wherever there is one
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('caababab', start=1))
