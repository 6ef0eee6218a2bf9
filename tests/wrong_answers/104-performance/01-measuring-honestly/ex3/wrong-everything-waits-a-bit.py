# fails: ex3-tests
# why: calls a function waiting because the page has a query in it
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "waits", "at_most": 1.7, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 1.9, "fix": "a"},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8, "fix": "b"},
    }
