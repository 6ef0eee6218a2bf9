# fails: ex3-tests-fix
# why: writes the letters in capitals
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.7, "fix": "B"},
        "report": {"function": "money", "does": "works", "at_most": 1.9, "fix": "A"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "B"},
    }
