# fails: ex3-tests-fix
# why: adds workers wherever that is proposed
def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    return {
        "tickets": {"by": "lock", "limit": 500, "fix": "a"},
        "search": {"by": "database", "limit": 250, "fix": "b"},
        "invoices": {"by": "cores", "limit": 100, "fix": "b"},
        "mail": {"by": "workers", "limit": 100, "fix": "a"},
    }
