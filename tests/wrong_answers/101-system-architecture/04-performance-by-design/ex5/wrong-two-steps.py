# fails: ex5-tests
# why: reports two large steps
def log():
    return [{"what": "batch", "before": 794, "after": 236}, {"what": "fill", "before": 236, "after": 84}]
