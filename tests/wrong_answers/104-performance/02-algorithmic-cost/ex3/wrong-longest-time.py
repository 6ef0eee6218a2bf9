# fails: ex3-tests
# why: takes the longest time for the bottleneck
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "cores", "limit": 667, "fix": "b"},
        "search": {"by": "database", "limit": 250, "fix": "a"},
        "invoices": {"by": "cores", "limit": 100, "fix": "b"},
        "mail": {"by": "database", "limit": 185, "fix": "a"},
    }
