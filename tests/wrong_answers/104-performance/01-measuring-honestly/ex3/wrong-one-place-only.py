# fails: ex3-tests-gain
# why: counts the larger of two stacks that end in the same function
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.5, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 1.9, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "b"},
    }
