# fails: ex1-tests-lies
# why: no line explains all failures, so more runs are asked for
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('collect', None),
        'E': ('missing', 19),
        'F': ('collect', None),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
