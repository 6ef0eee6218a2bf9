# fails: ex3-tests-gain
# why: adds the share to 1
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.4, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 1.5, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.5, "fix": "b"},
    }
