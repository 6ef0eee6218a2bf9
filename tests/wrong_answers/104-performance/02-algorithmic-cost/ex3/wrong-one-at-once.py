# fails: ex3-tests
# why: forgets that eight cores and five connections work at once
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500, "fix": "b"},
        "search": {"by": "database", "limit": 50, "fix": "a"},
        "invoices": {"by": "cores", "limit": 12, "fix": "b"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
