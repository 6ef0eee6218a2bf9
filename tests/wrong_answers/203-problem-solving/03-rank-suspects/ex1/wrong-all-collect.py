# fails: ex1-tests ex1-tests-lies ex1-tests-lines
# why: more runs never hurt, so they are asked for each time
def next_steps():
    """Give for each report the action and the line to read."""
    return {
        'A': ('collect', None),
        'B': ('collect', None),
        'C': ('collect', None),
        'D': ('collect', None),
        'E': ('collect', None),
        'F': ('collect', None),
        'G': ('collect', None),
        'H': ('collect', None),
    }
