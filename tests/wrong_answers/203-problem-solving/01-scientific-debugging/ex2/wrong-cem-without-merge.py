# fails: ex2-tests-several
# why: turns the merge off, of which Cem does not speak
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"merge": False, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1, "merge": False},
        "Assistant": None,
        "Fay": None,
    }
