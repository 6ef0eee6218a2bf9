def choose(ladder, facts, rate, horizon):
    """Play each act through the horizon, in hundredths."""
    def played(act):
        harm = 100 * act["cost"]
        for minute in range(horizon):
            harm += rate * (100 if minute < act["minutes"] else 100 - act["stops"])
        return harm

    limit, winner = 100 * rate * horizon, None
    last_minutes = None
    known = {fact for fact, value in facts.items() if value is True}
    for act in ladder:
        if not act["undo"] or not known.issuperset(act["needs"]):
            continue
        harm = played(act)
        if harm < limit or (winner and harm == limit and act["minutes"] < last_minutes):
            limit, winner, last_minutes = harm, act["name"], act["minutes"]
    finals = [a for a in ladder if not a["undo"] and known.issuperset(a["needs"])]
    finals.sort(key=lambda a: (played(a), a["minutes"]))
    if finals and played(finals[0]) * 2 < limit:
        winner = finals[0]["name"]
    return winner
