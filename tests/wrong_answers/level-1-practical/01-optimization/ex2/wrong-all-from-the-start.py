# fails: ex2-tests
# why: measures each step against the board as found
def log():
    return [
        {"what": 'at once', "before": 711, "after": 419},
        {"what": 'flying', "before": 711, "after": 416},
        {"what": 'fill', "before": 711, "after": 124},
    ]
