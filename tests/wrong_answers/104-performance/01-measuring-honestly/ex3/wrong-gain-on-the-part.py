# fails: ex3-tests-gain
# why: says how much faster the part becomes, and means the whole
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 2.0, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 2.0, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 2.0, "fix": "b"},
    }
