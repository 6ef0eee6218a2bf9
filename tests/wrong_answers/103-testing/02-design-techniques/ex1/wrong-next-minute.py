# fails: ex1-tests ex1-tests-units
# why: the next full minute stands for beyond
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 300, 360, 1800, 1860, 7200, 7260, 90000]
