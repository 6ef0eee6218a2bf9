# fails: ex1-tests
# why: the first second after each limit, and not the limit
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 301, 1801, 7201, 90000]
