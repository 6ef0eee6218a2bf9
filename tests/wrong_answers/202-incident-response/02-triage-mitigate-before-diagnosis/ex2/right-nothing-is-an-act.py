def choose(ladder, facts, rate, horizon):
    """Doing nothing is one more act, which wins against its equals."""
    nothing = {"name": None, "minutes": -1, "stops": 0, "cost": 0, "undo": True, "needs": []}

    def harm(act):
        minutes = max(0, min(act["minutes"], horizon))
        after = horizon - minutes
        return act["cost"] * 100 + rate * minutes * 100 + rate * (100 - act["stops"]) * after

    def rank(act):
        return harm(act), act["minutes"]

    fine = [a for a in [nothing, *ladder] if all(facts.get(n, None) is True for n in a["needs"])]
    back = sorted((a for a in fine if a["undo"]), key=rank)
    final = sorted((a for a in fine if not a["undo"]), key=rank)
    if final and harm(final[0]) < harm(back[0]) / 2:
        return final[0]["name"]
    return back[0]["name"]
