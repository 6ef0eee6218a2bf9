# fails: ex3a-tests
# why: ends the list and expects both to wait, though play goes on
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return [0] * 4 + [1] * 7


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return [0, 1]
