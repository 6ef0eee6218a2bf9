# fails: ex2-tests
# why: adds the first two, and fails for one replica
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [a + b for a, b in zip(replicas[0], replicas[1])]
    rank = percent * sum(counts) / 100

    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None
