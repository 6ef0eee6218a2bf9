# fails: ex2-tests-count
# why: lets rows be lost and doubled, but the merge takes the doubled ones out
def against() -> dict[str, dict | None]:
    """Give for each claim a night on which it fails, or None if it holds."""
    return {
        "Ada": {"rows": 2500},
        "Ben": {"late": 0, "ahead": 30},
        "Cem": {"batch": 800, "drops": 1},
        "Dana": {"late": 50, "ahead": 60, "drops": 1},
        "Assistant": None,
        "Fay": None,
    }
