# fails: ex1-tests-price
# why: takes the look with most bits, so it waits a week for traces
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cbcadabd', start=1))
