# fails: ex3-tests ex3-tests-gain ex3-tests-fix
# why: leaves out the page that hardly uses the processor
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.7, "fix": "b"},
        "report": {"function": "money", "does": "works", "at_most": 1.9, "fix": "a"},
    }
