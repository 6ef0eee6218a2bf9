# fails: ex2-tests
# why: adds the others to the first replica's own list, and whoever asks again counts them twice
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = replicas[0]
    for replica in replicas[1:]:
        for place, count in enumerate(replica):
            counts[place] += count
    rank = percent * sum(counts) / 100
    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None
