# fails: ex2-tests-several
# why: lets a batch be sent again that the merge can hold
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 500, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
