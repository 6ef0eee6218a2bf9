# fails: ex1-tests-lies
# why: lines that tie are taken for two faults
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('split', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('split', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
