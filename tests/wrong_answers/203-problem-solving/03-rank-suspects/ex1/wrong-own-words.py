# fails: ex1-tests ex1-tests-lies
# why: says it in words of its own
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('read it', 31),
        'B': ('read it', 57),
        'C': ('read it', None),
        'D': ('read it', None),
        'E': ('read it', 19),
        'F': ('read it', None),
        'G': ('read it', 40),
        'H': ('read it', 89),
    }
