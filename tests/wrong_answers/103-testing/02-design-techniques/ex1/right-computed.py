def inputs() -> list:
    """Both sides of each limit, and what is special."""
    limits = [minutes * 60 for minutes in (5, 30, 120)]
    return [*limits, *(limit + 1 for limit in limits), None, -3600, 0, 86400 + 60]
