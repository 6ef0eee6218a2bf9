# fails: ex1-tests
# why: reads more than 1000 as at least 2000 is changed
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (20, 1, "mon"),
        "B": None,
        "C": (1, 6, "sun"),
        "D": (1, 5, "tue"),
        "E": (21, 12, "sun"),
        "F": (1, 5, "sun"),
        "G": None,
        "H": None,
    }
