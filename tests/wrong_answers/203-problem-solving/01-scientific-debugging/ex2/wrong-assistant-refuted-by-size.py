# fails: ex2-tests-several
# why: takes a larger file than the claim speaks of
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": {"rows": 3000},
        "Fay": None,
    }
