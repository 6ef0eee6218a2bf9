# fails: ex1-tests
# why: takes the first number above the limit, where both versions agree
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (21, 1, "mon"),
        "B": None,
        "C": (1, 5, "sun"),
        "D": (1, 5, "tue"),
        "E": (21, 12, "sun"),
        "F": (1, 5, "sun"),
        "G": None,
        "H": None,
    }
