# fails: ex4-tests-whole
# why: nobody needs reviews
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 60 1 0 20
    index 200 2 0.15 20
    reviews 1 1 0 1
    adverts 1 1 0 1
    billing 300 1 0 20
    """
