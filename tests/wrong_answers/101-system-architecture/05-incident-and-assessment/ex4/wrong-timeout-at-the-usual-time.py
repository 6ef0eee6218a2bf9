# fails: ex4-tests
# why: gives each call its usual time
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 20 1 0 20
    index 60 2 0.2 20
    reviews 200 1 0 10
    adverts 30 1 0 20
    billing 50 1 0 20
    """
