# fails: ex2-tests
# why: the first change was made before anything was measured
def log():
    return [
        {"what": 'flying', "before": 419, "after": 416},
        {"what": 'fill', "before": 416, "after": 416},
        {"what": 'fill oldest', "before": 416, "after": 124},
    ]
