# fails: ex1-tests
# why: picks the right day and an hour at which nothing is late
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (20, 1, "mon"),
        "B": None,
        "C": (1, 5, "sun"),
        "D": (1, 2, "tue"),
        "E": (21, 12, "sun"),
        "F": (1, 5, "sun"),
        "G": None,
        "H": None,
    }
