# fails: ex3-tests
# why: gives the time of the callee to the caller that calls itself
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.7, "fix": "b"},
        "report": {"function": "total", "does": "works", "at_most": 1.9, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "b"},
    }
