# fails: ex3-tests
# why: takes 64 busy workers for the bottleneck of the invoices
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500, "fix": "b"},
        "search": {"by": "database", "limit": 250, "fix": "a"},
        "invoices": {"by": "workers", "limit": 640, "fix": "b"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
