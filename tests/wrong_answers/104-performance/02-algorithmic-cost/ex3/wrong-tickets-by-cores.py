# fails: ex3-tests
# why: compares the lock's ceiling with one core's
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "cores", "limit": 83, "fix": "b"},
        "search": {"by": "database", "limit": 250, "fix": "a"},
        "invoices": {"by": "cores", "limit": 100, "fix": "b"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
