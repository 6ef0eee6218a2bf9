def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 60 1 0 20
    index 150 3 0.2 30
    reviews 450 1 0 11
    adverts 76 1 0 18
    billing 500 1 0 18
    """
