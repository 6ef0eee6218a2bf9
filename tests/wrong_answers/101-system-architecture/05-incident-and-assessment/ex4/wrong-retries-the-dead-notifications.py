# fails: ex4-tests-load
# why: a budget of a half is still a budget
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    consent 250 2 0.2 20
    avatar 120 3 0.5 20
    language 80 1 0 20
    presence 600 1 0 11
    sms 300 1 0 20
    """
