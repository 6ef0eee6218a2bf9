# fails: ex1-tests ex1-tests-units
# why: the last limit is forgotten, since it is in hours
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 300, 301, 1800, 1801, 90000]
