# fails: ex1-tests-lines
# why: names the first line of a mixed ranking
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', 71),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
