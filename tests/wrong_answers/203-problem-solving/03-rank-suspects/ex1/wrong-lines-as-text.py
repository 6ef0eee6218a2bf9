# fails: ex1-tests-lines
# why: writes the numbers as texts
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', '31'),
        'B': ('step back', '57'),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', '19'),
        'F': ('collect', None),
        'G': ('trust', '40'),
        'H': ('step back', '89'),
    }
