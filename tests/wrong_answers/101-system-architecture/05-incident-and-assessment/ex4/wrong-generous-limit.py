# fails: ex4-tests
# why: seventeen of eighteen workers are a limit, too
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 60 1 0 20
    index 200 2 0.15 20
    reviews 1500 1 0 17
    adverts 90 1 0 20
    billing 300 1 0 20
    """
