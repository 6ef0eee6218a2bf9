def ceilings():
    """Give for each service its bottleneck, its ceiling and the better proposal."""
    today = {"tickets": (40, 12, 2, 6, 5), "search": (16, 4, 0.5, 20, 5), "invoices": (64, 80, 4, 16, 5), "mail": (3, 2, 1, 27, 5)}
    changed = {
        "tickets": {"a": (80, 12, 2, 6, 5), "b": (40, 12, 1, 6, 5)},
        "search": {"a": (16, 4, 0.5, 20, 8), "b": (32, 4, 0.5, 20, 5)},
        "invoices": {"a": (64, 80, 2, 16, 5), "b": (64, 60, 4, 16, 5)},
        "mail": {"a": (6, 2, 1, 27, 5), "b": (3, 2, 1, 27, 10)},
    }

    def lowest(workers, core, lock, database, connections):
        each = {
            "workers": ceiling(workers, core + lock + database),
            "cores": ceiling(8, core),
            "lock": ceiling(1, lock),
            "database": ceiling(connections, database),
        }
        return min((rate, name) for name, rate in each.items())

    answer = {}
    for name, numbers in today.items():
        limit, by = lowest(*numbers)
        fix = max("ab", key=lambda letter: lowest(*changed[name][letter])[0])
        answer[name] = {"by": by, "limit": limit, "fix": fix}
    return answer
