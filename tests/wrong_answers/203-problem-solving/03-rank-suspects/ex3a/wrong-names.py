# fails: ex3a-tests
# why: uses letters, as the picture does
def lost_by_careful():
    """Give a schedule in which `careful` loses a row."""
    return ["A"] * 4 + ["B"] * 7


def stuck_by_crossed():
    """Give a schedule in which both workers of `crossed` wait for ever."""
    return ["A", "A", "B", "B"]
