# fails: ex1-tests-order
# why: reads a delay above an hour as milliseconds
def suspects(
    changes: list[dict], calls: dict[str, list[str]], alarmed: str, onset: int, window: int, slack: int
) -> list[str]:
    """Rank the ids of changes that may have set an incident off."""
    hops, ring = {alarmed: 0}, [alarmed]
    while ring:
        reached = []
        for caller in ring:
            for called in calls.get(caller, []):
                if called not in hops:
                    hops[called] = hops[caller] + 1
                    reached.append(called)
        ring = reached

    ranked = []
    for change in changes:
        away = change["at"] + (lambda d: d / 1000 if d > 3600 else d)(change.get("delay", 0)) - onset
        if -window <= away <= slack:
            target = change["target"]
            ranked.append((target not in hops, abs(away), hops.get(target, 0), change["id"]))
    return [key[-1] for key in sorted(ranked)]
