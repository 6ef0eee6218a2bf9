# fails: ex1-tests ex1-tests-lines
# why: a line that only failing runs take must be wrong
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('trust', 58),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('trust', 90),
    }
