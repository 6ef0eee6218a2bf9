# fails: ex3a-tests
# why: hopes that the default order fails
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return []


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return []
