# fails: ex1-tests-lies ex1-tests-lines
# why: all lines tie, so more runs are hoped to break the tie
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('collect', None),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
