# fails: ex3-tests ex3-tests-fix
# why: diagnoses and does not decide
def promises() -> dict[str, dict]:
    """Give for each profile where the time goes, the limit of a gain, and the better fix."""
    return {
        "events": {"function": "escape", "does": "works", "at_most": 1.7},
        "report": {"function": "money", "does": "works", "at_most": 1.9},
        "checkout": {"function": "risk", "does": "waits", "at_most": 1.8},
    }
