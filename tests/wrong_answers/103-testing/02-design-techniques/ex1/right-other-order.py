def inputs() -> list:
    """Give at most 10 inputs, whole seconds or None, that tell right versions of overtime from wrong ones."""
    return [7201, 7200, 1801, 1800, 301, 300, 0, -1, None, 2 * 86400]
