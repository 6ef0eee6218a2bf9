# fails: ex1-tests-lines
# why: steps back in words, and still reads the line that reports
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 58),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 90),
    }
