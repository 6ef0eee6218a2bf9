# fails: ex2-tests
# why: gives a night with a right clock, of which Ben does not speak
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"ahead": 0},
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
