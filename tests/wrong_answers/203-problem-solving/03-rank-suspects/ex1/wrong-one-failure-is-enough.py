# fails: ex1-tests-lies ex1-tests-lines
# why: one failing run has a first line, and it looks like the fault
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('trust', 12),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
