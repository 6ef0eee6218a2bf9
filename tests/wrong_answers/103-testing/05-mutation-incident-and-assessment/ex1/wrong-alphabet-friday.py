# fails: ex1-tests
# why: takes Friday for a day that comes after sun, because it comes before it in the week
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (20, 1, "mon"),
        "B": None,
        "C": (1, 5, "sun"),
        "D": (1, 5, "fri"),
        "E": (21, 12, "sun"),
        "F": (1, 5, "sun"),
        "G": None,
        "H": None,
    }
