# fails: ex2-tests-several
# why: drops without a retry lose rows and double none
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 1000, "drops": 2, "retries": 0},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
