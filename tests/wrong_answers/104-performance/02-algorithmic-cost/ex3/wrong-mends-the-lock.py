# fails: ex3-tests-fix
# why: shortens a lock that is no bottleneck
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500, "fix": "b"},
        "search": {"by": "database", "limit": 250, "fix": "a"},
        "invoices": {"by": "cores", "limit": 100, "fix": "a"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
