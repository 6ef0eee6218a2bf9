# fails: ex5-tests
# why: measures each step against the board as found
def log():
    return [
        {"what": "all that a page lacks in one call", "before": 794, "after": 236},
        {"what": "skip what is flying", "before": 794, "after": 236},
        {"what": "fill each call with the oldest entries", "before": 794, "after": 84},
    ]
