# fails: ex1-tests
# why: tries a few Sundays and never reaches the highest deposit
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (20, 1, "mon"),
        "B": None,
        "C": (1, 5, "sun"),
        "D": (1, 5, "tue"),
        "E": None,
        "F": (1, 5, "sun"),
        "G": None,
        "H": None,
    }
