# fails: ex3a-tests
# why: lets one worker finish first, so that nothing meets
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return [0] * 7 + [1] * 7


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return [0] * 9 + [1] * 9
