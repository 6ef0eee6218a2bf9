# fails: ex2-tests
# why: gives many rows and enough workers for them
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 4000, "workers": 2},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
