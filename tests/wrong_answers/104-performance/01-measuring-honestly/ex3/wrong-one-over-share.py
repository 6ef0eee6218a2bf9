# fails: ex3-tests-gain
# why: divides by the share that goes, not by what is left
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 2.5, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 2.1, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 2.2, "fix": "b"},
    }
