# fails: ex1-tests-price
# why: asks for the answer that would surprise most
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cbcdcabb', start=1))
