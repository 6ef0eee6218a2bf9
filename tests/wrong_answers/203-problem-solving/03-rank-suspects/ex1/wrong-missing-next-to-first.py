# fails: ex1-tests-lines
# why: reads the first line of the ranking, although another one should have asked
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 14),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
