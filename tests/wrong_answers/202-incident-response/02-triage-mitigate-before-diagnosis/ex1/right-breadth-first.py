from collections import deque

def suspects(changes, calls, alarmed, onset, window, slack):
    """A queue for the hops, then stable sorts from the last key to the first."""
    hops, queue = {alarmed: 0}, deque([alarmed])
    while queue:
        here = queue.popleft()
        for there in calls.get(here, ()):
            if there not in hops:
                hops[there] = hops[here] + 1
                queue.append(there)
    effect = lambda change: change["at"] + change.get("delay", 0)
    found = [c for c in changes if onset - window <= effect(c) <= onset + slack]
    found.sort(key=lambda c: c["id"])
    found.sort(key=lambda c: hops.get(c["target"], 0))
    found.sort(key=lambda c: abs(effect(c) - onset))
    found.sort(key=lambda c: c["target"] not in hops)
    return [c["id"] for c in found]
