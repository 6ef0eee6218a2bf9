# fails: ex1-tests-lines
# why: names a line even where the table names none
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', 12),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('collect', 3),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
