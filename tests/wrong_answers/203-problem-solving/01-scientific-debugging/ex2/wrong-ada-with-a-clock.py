# fails: ex2-tests
# why: loses rows by the clock, which the claim excludes
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"ahead": 60},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
