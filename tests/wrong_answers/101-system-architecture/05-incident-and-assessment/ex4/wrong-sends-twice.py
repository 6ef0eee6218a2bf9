# fails: ex4-tests-twice
# why: what is needed is tried again
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    consent 250 2 0.2 20
    avatar 120 1 0 20
    language 80 1 0 20
    presence 600 1 0 11
    sms 300 3 0.2 20
    """
