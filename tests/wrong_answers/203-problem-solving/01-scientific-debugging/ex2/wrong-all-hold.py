# fails: ex2-tests
# why: says that all claims hold
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": None,
        "Ben": None,
        "Cem": None,
        "Dana": None,
        "Assistant": None,
        "Fay": None,
    }
