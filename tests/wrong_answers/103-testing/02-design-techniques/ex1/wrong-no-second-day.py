# fails: ex1-tests-classes
# why: the last class has no end, so one value just beyond the limit seems enough
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -600, 0, 300, 301, 1800, 1801, 7200, 7201, 80000]
