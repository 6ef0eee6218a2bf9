def classify(facts, policy):
    """Walk through the levels from the gravest; the first with a row that does not fail is it."""
    known = {name: fact for name, fact in facts.items() if fact is not None}
    kinds = {bool: lambda fact, wanted: fact == wanted, list: lambda fact, wanted: fact in wanted}
    for level in sorted({row["severity"] for row in policy}):
        asked, certain, alive = set(), False, False
        for row in policy:
            if row["severity"] != level:
                continue
            conditions = row["when"].items()
            if any(
                not kinds.get(type(w), lambda fact, wanted: fact >= wanted)(known[n], w)
                for n, w in conditions
                if n in known
            ):
                continue
            alive = True
            open_ones = row["when"].keys() - known.keys()
            certain = certain or not open_ones
            asked |= open_ones
        if alive:
            return level, [] if certain else sorted(asked)
    return (None, [])
