# fails: ex1-tests-order
# why: walks in depth and keeps the first number of hops it finds
def suspects(changes, calls, alarmed, onset, window, slack):
    """Rank suspects."""
    hops = {}
    def walk(name, depth):
        if name not in hops:
            hops[name] = depth
            for called in calls.get(name, []):
                walk(called, depth + 1)
    walk(alarmed, 0)
    ranked = []
    for change in changes:
        away = change["at"] + change.get("delay", 0) - onset
        if -window <= away <= slack:
            target = change["target"]
            ranked.append((target not in hops, abs(away), hops.get(target, 0), change["id"]))
    return [key[-1] for key in sorted(ranked)]
