# fails: ex4-tests, ex4-tests-load, ex4-tests-twice
# why: changes nothing that has always worked
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 2000 3 1 1000
    index 2000 3 1 1000
    reviews 2000 3 1 1000
    adverts 2000 3 1 1000
    billing 2000 3 1 1000
    """
