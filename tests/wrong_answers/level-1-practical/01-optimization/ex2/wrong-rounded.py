# fails: ex2-tests
# why: rounds what the meter said
def log():
    return [
        {"what": 'at once', "before": 800, "after": 450},
        {"what": 'flying', "before": 450, "after": 450},
        {"what": 'fill', "before": 450, "after": 130},
    ]
