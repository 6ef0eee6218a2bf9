# fails: ex2-tests-count
# why: gives a night with equal counts and no loss
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"merge": False},
        "Assistant": None,
        "Fay": None,
    }
