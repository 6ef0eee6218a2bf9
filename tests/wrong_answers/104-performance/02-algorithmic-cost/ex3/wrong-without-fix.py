# fails: ex3-tests
# why: names the bottleneck, and no proposal
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500},
        "search": {"by": "database", "limit": 250},
        "invoices": {"by": "cores", "limit": 100},
        "mail": {"by": "workers", "limit": 100},
    }
