# fails: ex4-tests-twice
# why: what is needed is tried again
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 60 1 0 20
    index 200 2 0.15 20
    reviews 500 1 0 10
    adverts 90 1 0 20
    billing 300 2 0.2 20
    """
