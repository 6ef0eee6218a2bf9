def budget():
    return {"tti": 1.3, "tbt": 1.1, "buy": 1.0, "picture": 1.0, "script": 1.05, "shift": 1.0, "broken": 0}
