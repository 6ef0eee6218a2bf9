# fails: ex3-tests-fix
# why: picks the proposal with the larger factor
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.7, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 1.9, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "a"},
    }
