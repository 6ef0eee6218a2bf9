# fails: ex1-tests ex1-tests-classes ex1-tests-units
# why: writes numbers as text, as they come from a form
def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [None, '-600', '0', '300', '301', '1800', '1801', '7200', '7201', '90000']
