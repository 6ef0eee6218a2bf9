# fails: ex1-tests-lines
# why: takes the condition before the faulty line
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 30),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 39),
        'H': ('step back', 89),
    }
