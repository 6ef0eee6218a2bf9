# fails: ex1-tests-lies ex1-tests-lines
# why: twelve failures look like much evidence, and no passing run is missed
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('trust', 31),
        'B': ('step back', 57),
        'C': ('collect', None),
        'D': ('split', None),
        'E': ('missing', 19),
        'F': ('trust', 3),
        'G': ('trust', 40),
        'H': ('step back', 89),
    }
