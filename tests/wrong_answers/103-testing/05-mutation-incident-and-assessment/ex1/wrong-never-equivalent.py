# fails: ex1-tests-equivalent
# why: thinks that every changed limit can be seen at the limit
def verdicts() -> dict:
    """Give an input that tells each survivor apart from the rule, or None where there is none."""
    return {
        "A": (20, 1, "mon"),
        "B": (1, 4, "mon"),
        "C": (1, 5, "sun"),
        "D": (1, 5, "tue"),
        "E": (21, 12, "sun"),
        "F": (1, 5, "sun"),
        "G": (1, 4, "mon"),
        "H": (1, 5, "sun"),
    }
