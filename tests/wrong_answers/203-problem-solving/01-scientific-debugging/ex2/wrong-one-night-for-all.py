# fails: ex2-tests
# why: gives the night of the visible test for all claims
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"late": 0, "ahead": 30},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"late": 0, "ahead": 30},
        "Dana": {"late": 0, "ahead": 30},
        "Assistant": {"late": 0, "ahead": 30},
        "Fay": {"late": 0, "ahead": 30},
    }
