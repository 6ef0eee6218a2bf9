def suspects(changes, calls, alarmed, onset, window, slack):
    """Improve distances until nothing changes."""
    far = float("inf")
    hops = {alarmed: 0}
    improved = True
    while improved:
        improved = False
        for caller, targets in calls.items():
            for target in targets:
                if hops.get(caller, far) + 1 < hops.get(target, far):
                    hops[target] = hops[caller] + 1
                    improved = True
    on_path, off_path = [], []
    for change in changes:
        effect = change["at"] + (change["delay"] if "delay" in change else 0)
        if effect < onset - window or effect > onset + slack:
            continue
        distance = hops.get(change["target"], far)
        entry = (max(effect, onset) - min(effect, onset), distance, change["id"])
        (off_path if distance == far else on_path).append(entry)
    return [name for _, _, name in sorted(on_path) + sorted(off_path)]
