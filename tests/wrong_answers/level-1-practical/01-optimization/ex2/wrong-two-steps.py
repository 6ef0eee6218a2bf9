# fails: ex2-tests
# why: two changes were enough
def log():
    return [
        {"what": 'at once', "before": 711, "after": 419},
        {"what": 'fill', "before": 419, "after": 124},
    ]
