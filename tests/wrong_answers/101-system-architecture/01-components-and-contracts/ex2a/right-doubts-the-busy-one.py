def decisions():
    return {
        "A": ("declined", 1),
        "B": ("unknown", 2),
        "C": ("unknown", 2),
        "D": ("unknown", 2),
        "E": ("unknown", 2),
    }
