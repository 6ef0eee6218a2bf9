# fails: ex2-tests
# why: the numbers seem to say all
def log():
    return [
        {"what": '', "before": 711, "after": 419},
        {"what": '', "before": 419, "after": 416},
        {"what": '', "before": 416, "after": 124},
    ]
