# fails: ex4-tests-whole
# why: rate times time is six, in the other system
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    consent 250 2 0.2 20
    avatar 120 1 0 20
    language 80 1 0 20
    presence 600 1 0 6
    sms 300 1 0 20
    """
