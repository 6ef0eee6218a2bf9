# fails: ex2-tests
# why: reports the budget, which is a wish
def log():
    return [
        {"what": 'at once', "before": 711, "after": 419},
        {"what": 'flying', "before": 419, "after": 416},
        {"what": 'fill', "before": 416, "after": 160},
    ]
