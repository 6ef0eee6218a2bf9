# fails: ex1-tests ex1-tests-lines
# why: passing runs went through the line, so it must be right
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('collect', None),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
