# fails: ex1-tests-classes
# why: zero looks like any other number of the free class
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 1, 300, 301, 1800, 1801, 7200, 7201, 90000]
