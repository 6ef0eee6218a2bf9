# fails: ex3a-tests
# why: stops between the lock and the read, where the other one has to wait
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return [0, 0, 1, 1, 1]


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return [0, 0, 1, 1]
