# fails: ex1-tests
# why: one below and one beyond, and never the limit itself
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 299, 301, 1799, 1801, 7199, 7201, 90000]
