# fails: ex4-tests-timeline
# why: passes over a source without a name
def clock_offsets(anchors: list[tuple], reference: str) -> dict[str, float]:
    """Give the seconds to add to each source's times to get the reference's."""
    differences = defaultdict(list)
    for a, time_a, b, time_b in anchors:
        differences[a, b].append(time_b - time_a)
        differences[b, a].append(time_a - time_b)
    offsets, waiting = {reference: 0}, [reference]
    while waiting:
        known = waiting.pop()
        for (source, other), seen in differences.items():
            if other == known and source not in offsets:
                offsets[source] = offsets[known] + median(seen)
                waiting.append(source)
    lost = sorted({source for source, _ in differences} - set(offsets))
    if lost:
        raise ValueError(f"no chain of anchors to {reference}: {', '.join(lost)}")
    return offsets


def timeline(sources: dict[str, list], offsets: dict[str, float]) -> list[tuple[float, str, str]]:
    """Merge what the sources recorded into one list, in order of corrected time."""
    sources = {name: lines for name, lines in sources.items() if name}
    lost = sorted(set(sources) - set(offsets))
    if lost:
        raise ValueError(f"no offset for: {', '.join(lost)}")
    events = [
        (time + offsets[source], source, text)
        for source, recorded_lines in sources.items()
        for time, text in recorded_lines
    ]
    return sorted(events, key=lambda event: event[0])
