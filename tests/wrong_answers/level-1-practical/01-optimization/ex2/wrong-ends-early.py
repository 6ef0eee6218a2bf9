# fails: ex2-tests
# why: the last change was never measured
def log():
    return [
        {"what": 'at once', "before": 711, "after": 419},
        {"what": 'flying', "before": 419, "after": 416},
        {"what": 'half filled', "before": 416, "after": 200},
    ]
