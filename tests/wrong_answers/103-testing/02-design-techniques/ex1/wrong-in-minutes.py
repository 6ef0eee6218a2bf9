# fails: ex1-tests ex1-tests-classes ex1-tests-units
# why: takes the input for minutes, as the limits are
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, -10, 0, 5, 6, 30, 31, 120, 121, 1500]
