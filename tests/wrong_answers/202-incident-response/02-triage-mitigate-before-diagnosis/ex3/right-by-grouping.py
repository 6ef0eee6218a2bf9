from itertools import groupby

def separating(rows, least, percent):
    """Group sorted rows by instance."""
    key = lambda row: row["instance"]
    state = []
    for name, own in groupby(sorted(rows, key=key), key=key):
        own = list(own)
        n = sum(r["count"] for r in own)
        e = sum(r["count"] for r in own if r["status"] // 100 >= 5)
        if n and n >= least:
            state.append((name, e / n * 100 >= percent if False else e * 100 >= percent * n, own[0]["labels"]))
    bad = [name for name, is_bad, _ in state if is_bad]
    if not state:
        return ("unknown", [], [])
    if len(bad) in (0, len(state)):
        return ("none" if not bad else "all", bad, [])
    result = []
    for label in {name for _, _, tags in state for name in tags}:
        values = [(tags.get(label), is_bad) for _, is_bad, tags in state]
        mixed = any((v, not is_bad) in values for v, is_bad in values)
        if not mixed and len({v for v, _ in values}) != len(values):
            result.append(label)
    return ("some", bad, sorted(result))
