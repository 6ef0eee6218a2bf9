# fails: ex2-tests
# why: writes what was saved in place of what is left
def log():
    return [
        {"what": 'at once', "before": 711, "after": 292},
        {"what": 'flying', "before": 292, "after": 3},
        {"what": 'fill', "before": 3, "after": 292},
    ]
