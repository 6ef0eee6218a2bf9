def classify(facts, policy):
    """Judge each condition as True, False or None, then each row, then each level."""
    def judge(name, wanted):
        fact = facts.get(name)
        if fact is None:
            return None
        if wanted is True or wanted is False:
            return fact == wanted
        if isinstance(wanted, (int, float)):
            return fact >= wanted
        return fact in wanted

    levels = {}
    for row in policy:
        verdicts = {name: judge(name, wanted) for name, wanted in row["when"].items()}
        if False not in verdicts.values():
            unknown = {name for name, verdict in verdicts.items() if verdict is None}
            levels.setdefault(row["severity"], []).append(unknown)
    if not levels:
        return None, []
    level = min(levels)
    if set() in levels[level]:
        return level, []
    return level, sorted(set.union(*levels[level]))
