import statistics


def clock_offsets(anchors, reference):
    """Repeat until nothing new is learnt."""
    pairs = {}
    for a, ta, b, tb in anchors:
        low, high, gap = (a, b, tb - ta) if a < b else (b, a, ta - tb)
        pairs.setdefault((low, high), []).append(gap)
    gaps = {pair: statistics.median(seen) for pair, seen in pairs.items()}
    known = {reference: 0}
    for _ in range(len(gaps) + 1):
        for (low, high), gap in gaps.items():
            if high in known and low not in known:
                known[low] = known[high] + gap
            elif low in known and high not in known:
                known[high] = known[low] - gap
    everybody = {name for pair in gaps for name in pair}
    if everybody - known.keys():
        raise ValueError("unlinked: " + " ".join(everybody - known.keys()))
    return known


def timeline(sources, offsets):
    """Number the events, and sort by time and number."""
    if missing := set(sources) - set(offsets):
        raise ValueError(str(missing))
    events = []
    for source, lines in sources.items():
        for time, text in lines:
            events.append((time + offsets[source], len(events), source, text))
    return [(time, source, text) for time, _, source, text in sorted(events)]
