# fails: ex1-tests
# why: many values of the free class, and the limit of 30 minutes is forgotten
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, -60, 0, 10, 300, 301, 7200, 7201, 90000]
