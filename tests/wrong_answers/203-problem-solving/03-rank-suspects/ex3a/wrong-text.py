# fails: ex3a-tests
# why: gives a text of digits
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return "00001111111"


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return "0011"
