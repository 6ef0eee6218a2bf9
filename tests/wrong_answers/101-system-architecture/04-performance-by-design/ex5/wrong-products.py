# fails: ex5-tests
# why: counts products, not calls
def log():
    return [
        {"what": "all that a page lacks in one call", "before": 794, "after": 236},
        {"what": "skip what is flying", "before": 236, "after": 236},
        {"what": "fill each call with the oldest entries", "before": 236, "after": 4136},
    ]
