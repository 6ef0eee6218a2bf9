# fails: ex3-tests
# why: believes that a lock is always the bottleneck
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500, "fix": "b"},
        "search": {"by": "lock", "limit": 2000, "fix": "a"},
        "invoices": {"by": "lock", "limit": 250, "fix": "b"},
        "mail": {"by": "lock", "limit": 1000, "fix": "a"},
    }
