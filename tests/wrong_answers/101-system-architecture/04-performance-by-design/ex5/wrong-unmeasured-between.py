# fails: ex5-tests
# why: leaves out the numbers between the first and the last
def log() -> list[dict]:
    """Give what was changed, with the calls before and after."""
    return [
        {"what": "all that a page lacks in one call", "before": 794, "after": None},
        {"what": "skip what is flying", "before": None, "after": None},
        {"what": "fill each call", "before": None, "after": 84},
    ]
