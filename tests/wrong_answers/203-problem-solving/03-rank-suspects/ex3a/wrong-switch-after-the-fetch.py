# fails: ex3a-tests
# why: stops before the read, and nobody has read yet
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return [0] + [1] * 7 + [0] * 6


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return [0, 0, 1, 1]
