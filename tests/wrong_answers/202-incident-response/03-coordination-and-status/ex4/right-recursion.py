from collections import defaultdict
from statistics import median



def clock_offsets(anchors, reference):
    """Follow the links from each source to the reference."""
    links = defaultdict(lambda: defaultdict(list))
    for a, time_a, b, time_b in anchors:
        links[a][b].append(time_b - time_a)
        links[b][a].append(time_a - time_b)

    def way(source, seen):
        if source == reference:
            return 0
        for other in links[source]:
            if other not in seen:
                rest = way(other, seen | {source})
                if rest is not None:
                    return median(links[source][other]) + rest
        return None

    found = {source: way(source, {source}) for source in [reference, *list(links)]}
    lost = [source for source, offset in found.items() if offset is None]
    if lost:
        raise ValueError(f"not linked to {reference!r}: {lost}")
    return found


def timeline(sources, offsets):
    """Insert event by event behind its equals."""
    lost = [source for source in sources if source not in offsets]
    if lost:
        raise ValueError(f"no clock for {lost}")
    merged = []
    for source in sources:
        for time, text in sources[source]:
            right = time + offsets[source]
            place = sum(event[0] <= right for event in sorted(merged, key=lambda e: e[0]))
            merged.insert(place, (right, source, text))
    return merged
