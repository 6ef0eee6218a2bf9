# fails: ex1-tests
# why: the error is right, so something else must be missing
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('missing', 89),
    }
