# fails: ex1-tests
# why: one pleasant value from the middle of each class
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 150, 1000, 4000, 10000, 90000]
