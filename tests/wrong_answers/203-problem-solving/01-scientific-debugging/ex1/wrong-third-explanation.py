# fails: ex1-tests
# why: tests the explanation that is least likely
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('cbabdabb', start=1))
