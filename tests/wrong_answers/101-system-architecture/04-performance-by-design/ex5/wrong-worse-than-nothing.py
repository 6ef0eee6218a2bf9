# fails: ex5-tests
# why: counts saved calls as a number below zero in between
def log() -> list[dict]:
    """Give what was changed, with the calls before and after."""
    return [
        {"what": "all that a page lacks in one call", "before": 794, "after": -558},
        {"what": "skip what is flying: no fewer calls, but nothing twice", "before": -558, "after": -558},
        {"what": "fill each call with the oldest entries", "before": -558, "after": 84},
    ]
