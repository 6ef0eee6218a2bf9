# fails: ex1-tests
# why: gives words for the letters
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict.fromkeys(range(1, 9), "wait")
