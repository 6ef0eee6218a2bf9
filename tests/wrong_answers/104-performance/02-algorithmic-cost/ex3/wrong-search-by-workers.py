# fails: ex3-tests
# why: takes busy workers for the bottleneck of the search
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500, "fix": "b"},
        "search": {"by": "workers", "limit": 653, "fix": "a"},
        "invoices": {"by": "cores", "limit": 100, "fix": "b"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
