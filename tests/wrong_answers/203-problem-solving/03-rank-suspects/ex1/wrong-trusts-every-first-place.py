# fails: ex1-tests ex1-tests-lies ex1-tests-lines
# why: the first line of a ranking is taken for the fault, always
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('trust', 58),
        'C': ('trust', 12),
        'D': ('trust', 71),
        'E': ('trust', 14),
        'F': ('trust', 3),
        'G': ('trust', 40),
        'H': ('trust', 90),
    }
