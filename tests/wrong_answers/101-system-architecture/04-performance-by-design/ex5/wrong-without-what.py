# fails: ex5-tests
# why: gives numbers and no change
def log():
    return [
        {"what": "all that a page lacks in one call", "before": 794, "after": 236},
        {"before": 236, "after": 236},
        {"what": "fill each call with the oldest entries", "before": 236, "after": 84},
    ]
