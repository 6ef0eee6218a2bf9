# fails: ex1-tests ex1-tests-lines
# why: no perfect score is taken for a sign that code is missing
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('missing', 39),
        'H': ('step back', 89),
    }
