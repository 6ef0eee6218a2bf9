# fails: ex1-tests-lies ex1-tests-lines
# why: both messages came on one day, so one cause is looked for
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('trust', 71),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
