# fails: ex1-tests
# why: each limit, and not the first second after it
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 300, 1800, 7200, 90000]
