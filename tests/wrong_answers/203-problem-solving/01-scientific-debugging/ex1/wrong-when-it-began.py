# fails: ex1-tests
# why: asks whether it began at ten, as both explanations say
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cacbdabb', start=1))
