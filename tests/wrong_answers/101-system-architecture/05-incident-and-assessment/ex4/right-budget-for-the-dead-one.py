def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    consent 240 3 0.18 20
    avatar 110 3 0.1 18
    language 80 1 0 20
    presence 600 1 0 11
    sms 300 1 0 20
    """
