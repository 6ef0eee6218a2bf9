# fails: ex2-tests
# why: computes a share of each replica, and one has no requests
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [0] * (len(bounds) + 1)
    for replica in replicas:
        if replica[0] / sum(replica) >= 0:
            counts = [a + b for a, b in zip(counts, replica)]
    rank = percent * sum(counts) / 100

    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None
