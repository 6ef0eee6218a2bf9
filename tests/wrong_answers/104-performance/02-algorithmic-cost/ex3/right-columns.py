def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    names = ("mail", "invoices", "search", "tickets")
    by = ("workers", "cores", "database", "lock")
    limits = (3 / 0.030, 8 / 0.080, 5 / 0.020, 1 / 0.002)
    return {
        name: {"fix": fix, "limit": round(limit), "by": one}
        for name, one, limit, fix in zip(names, by, limits, "abab")
    }
