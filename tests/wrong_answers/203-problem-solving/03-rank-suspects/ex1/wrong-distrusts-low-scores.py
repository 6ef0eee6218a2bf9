# fails: ex1-tests ex1-tests-lines
# why: a score near one half is taken for weak evidence, whatever explains it
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('collect', None),
        'H': ('step back', 89),
    }
