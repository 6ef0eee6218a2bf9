# fails: ex1-tests-equivalent
# why: sees abs() and forgets the condition above it
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (20, 1, "mon"),
        "B": None,
        "C": (1, 5, "sun"),
        "D": (1, 5, "tue"),
        "E": (21, 12, "sun"),
        "F": (1, 5, "sun"),
        "G": (1, 2, "mon"),
        "H": None,
    }
