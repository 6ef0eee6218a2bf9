def log():
    return [{"what": "skip what is flying", "before": 794, "after": 777},
            {"what": "one call a page", "before": 777, "after": 236},
            {"what": "fill the bus", "before": 236, "after": 84}]
