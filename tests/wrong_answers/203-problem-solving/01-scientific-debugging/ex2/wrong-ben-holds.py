# fails: ex2-tests
# why: takes the clock for the cause that was found, so the claim must hold
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": None,
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
