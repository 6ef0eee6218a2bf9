# fails: ex1-tests
# why: takes the look whose yes the likeliest explanation predicts, although the others predict it, too
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return dict(enumerate('caabcabb', start=1))
