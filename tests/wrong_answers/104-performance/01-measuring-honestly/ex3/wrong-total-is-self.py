# fails: ex3-tests ex3-tests-gain
# why: takes the widest box for the function with the most time of its own
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "render", "does": "works", "at_most": 2.1, "fix": "b"},
        "report": {"function": "total", "does": "works", "at_most": 8.3, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "b"},
    }
