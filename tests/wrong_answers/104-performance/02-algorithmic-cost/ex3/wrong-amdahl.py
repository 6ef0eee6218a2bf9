# fails: ex3-tests
# why: computes the limit by Amdahl's law
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 348, "fix": "b"},
        "search": {"by": "database", "limit": 250, "fix": "a"},
        "invoices": {"by": "cores", "limit": 100, "fix": "b"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
