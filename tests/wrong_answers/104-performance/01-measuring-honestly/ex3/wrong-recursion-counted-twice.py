# fails: ex3-tests ex3-tests-gain
# why: counts a sample once for each time the function is in the stack
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.7, "fix": "b"},
        "report": {"function": "total", "does": "works", "at_most": 4.2, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "b"},
    }
