def log():
    return [
        {"what": 'one group at once', "before": 711, "after": 419},
        {"what": 'skip flying', "before": 419, "after": 416},
        {"what": 'forget after a minute: no call less', "before": 416, "after": 416},
        {"what": 'fill up', "before": 416, "after": 124},
    ]
