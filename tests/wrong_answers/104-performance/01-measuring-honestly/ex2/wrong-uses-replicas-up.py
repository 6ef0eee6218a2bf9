# fails: ex2-tests
# why: takes each replica off the caller's list while it counts
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [0] * (len(bounds) + 1)
    while replicas:
        for place, count in enumerate(replicas.pop()):
            counts[place] += count
    rank = percent * sum(counts) / 100
    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None
