# fails: ex3a-tests
# why: numbers the workers from 1
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return [1] * 4 + [2] * 7


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return [1, 1, 2, 2]
