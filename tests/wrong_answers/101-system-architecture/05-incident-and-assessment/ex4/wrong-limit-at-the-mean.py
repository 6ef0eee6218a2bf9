# fails: ex4-tests-whole
# why: rate times time is six, so six it is
def plan() -> str:
    """Give the table of settings for my system: a row for each edge."""
    return """
    edge timeout attempts budget limit
    spelling 60 1 0 20
    index 200 2 0.15 20
    reviews 500 1 0 6
    adverts 90 1 0 20
    billing 300 1 0 20
    """
