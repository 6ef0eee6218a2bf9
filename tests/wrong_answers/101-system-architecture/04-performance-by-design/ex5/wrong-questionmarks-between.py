# fails: ex5-tests
# why: writes ? where nothing was measured
def log() -> list[dict]:
    """Give what was changed, with the calls before and after."""
    return [
        {"what": "all that a page lacks in one call", "before": 794, "after": "?"},
        {"what": "skip what is flying: no fewer calls, but nothing twice", "before": "?", "after": "?"},
        {"what": "fill each call with the oldest entries", "before": "?", "after": 84},
    ]
