def suspects(changes, calls, alarmed, onset, window, slack):
    """Sets of what is exactly n hops away."""
    rings, seen = [{alarmed}], {alarmed}
    while rings[-1]:
        following = {t for c in rings[-1] for t in calls.get(c, [])} - seen
        rings.append(following)
        seen = seen | following

    def key(change):
        target = change["target"]
        ring = next((n for n, ring in enumerate(rings) if target in ring), -1)
        when = change["at"] + change.get("delay", 0)
        return (0 if ring >= 0 else 1, abs(when - onset), ring, change["id"])

    moments = range(onset - window, onset + slack + 1)
    return [c["id"] for c in sorted(changes, key=key) if c["at"] + c.get("delay", 0) in moments]
