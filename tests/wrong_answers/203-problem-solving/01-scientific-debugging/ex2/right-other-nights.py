def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 9000, "workers": 4},
        "Ben": {"ahead": 1, "late": 59},
        "Cem": {"batch": 1000, "drops": 5, "retries": 5},
        "Dana": {"rows": 2300, "batch": 600, "drops": 1, "retries": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
