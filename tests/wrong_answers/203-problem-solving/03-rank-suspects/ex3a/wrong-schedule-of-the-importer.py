# fails: ex3a-tests
# why: takes the example of the prompt, which belongs to a worker without locks
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return [0, 0, 1, 1]


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return [0, 0, 1, 1]
